package io.millrace.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page with the published figures: a row of its table begins with the name of its benchmark. */
public final class PerformancePage {

    private static final String MEASURED = "Measured on ";

    private final Path file;

    private PerformancePage(Path file) {
        this.file = file;
    }

    public static PerformancePage at(Path file) {
        return new PerformancePage(file);
    }

    /**
     * Replaces the rows of the results, and the line that says on what was measured.
     *
     * @throws IllegalStateException if the page has no row for a result, or no such line; nothing is written then
     */
    public void write(List<Result> results, String measuredOn) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        replace(lines, MEASURED, MEASURED + measuredOn);
        for (Result result : results) {
            replace(lines, "| `%s` |".formatted(result.benchmark().name()), row(result));
        }
        Files.write(file, lines);
    }

    private void replace(List<String> lines, String beginning, String line) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(beginning)) {
                lines.set(i, line);
                return;
            }
        }
        throw new IllegalStateException("%s has no line that begins with '%s': add one".formatted(file, beginning));
    }

    private static String row(Result result) {
        Measurement measured = result.measurement();
        Benchmark benchmark = result.benchmark();
        return "| `%s` | %s | %s | %s | %s | %s to %s | %s | %s |"
                .formatted(
                        benchmark.name(),
                        Numbers.of(measured.figure()),
                        Numbers.of(measured.limit()),
                        benchmark.unit(),
                        bold(Numbers.ratio(measured.ratio()), benchmark.target().metBy(measured.ratio())),
                        Numbers.ratio(measured.ratioMin()),
                        Numbers.ratio(measured.ratioMax()),
                        benchmark.target().words(),
                        result.note());
    }

    private static String bold(String ratio, boolean met) {
        return met ? ratio : "**" + ratio + "** (missed)";
    }
}
