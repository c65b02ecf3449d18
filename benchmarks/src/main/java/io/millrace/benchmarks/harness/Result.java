package io.millrace.benchmarks.harness;

import java.util.List;

/** What came out of a benchmark. */
public record Result(Benchmark benchmark, Measurement measurement, String note) {

    static final List<String> HEADINGS =
            List.of("name", "figure", "raw limit", "unit", "ratio", "min .. max", "target", "", "note");

    /** One JSON object on one line. */
    public String json() {
        return "{\"name\":\"%s\",\"unit\":\"%s\",\"figure\":%s,\"limit\":%s,\"ratio\":%s,\"ratioMin\":%s,\"ratioMax\":%s}"
                .formatted(
                        benchmark.name(),
                        benchmark.unit(),
                        Numbers.exact(measurement.figure()),
                        Numbers.exact(measurement.limit()),
                        Numbers.exact(measurement.ratio()),
                        Numbers.exact(measurement.ratioMin()),
                        Numbers.exact(measurement.ratioMax()));
    }

    List<String> cells() {
        return List.of(
                benchmark.name(),
                Numbers.of(measurement.figure()),
                Numbers.of(measurement.limit()),
                benchmark.unit(),
                Numbers.ratio(measurement.ratio()),
                Numbers.ratio(measurement.ratioMin()) + " .. " + Numbers.ratio(measurement.ratioMax()),
                benchmark.target().words(),
                benchmark.target().metBy(measurement.ratio()) ? "" : "missed",
                note);
    }
}
