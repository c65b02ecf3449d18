package io.millrace.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures figure and limit in turn: twice each to warm up, then as often as it should. */
public final class Runner {

    private static final int WARM_UPS = 2;

    private final int repetitions;
    private final Consumer<String> progress;

    /** @param progress gets a line for each step */
    public Runner(int repetitions, Consumer<String> progress) {
        this.repetitions = repetitions;
        this.progress = progress;
    }

    public Result run(Benchmark benchmark) throws Exception {
        progress.accept(benchmark.name() + ": preparing");
        try (Contest contest = benchmark.opening().open()) {
            for (int i = 1; i <= WARM_UPS; i++) {
                measure(benchmark, contest, "warm-up " + i);
            }
            List<Measurement.Pair> pairs = new ArrayList<>();
            for (int i = 1; i <= repetitions; i++) {
                pairs.add(measure(benchmark, contest, i + " of " + repetitions));
            }
            return new Result(benchmark, new Measurement(pairs), contest.note());
        }
    }

    private Measurement.Pair measure(Benchmark benchmark, Contest contest, String step) throws Exception {
        Measurement.Pair pair = new Measurement.Pair(contest.figure(), contest.limit());
        progress.accept("%s: %s: %s of %s %s, ratio %s"
                .formatted(
                        benchmark.name(),
                        step,
                        Numbers.of(pair.figure()),
                        Numbers.of(pair.limit()),
                        benchmark.unit(),
                        Numbers.ratio(pair.ratio())));
        return pair;
    }
}
