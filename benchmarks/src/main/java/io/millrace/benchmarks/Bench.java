package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Benchmark;
import io.millrace.benchmarks.harness.PerformancePage;
import io.millrace.benchmarks.harness.Result;
import io.millrace.benchmarks.harness.Runner;
import io.millrace.benchmarks.harness.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code ./bench}: figures on standard output, progress on standard error. */
final class Bench {

    private static final int WRONG_USE = 2;

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        try (Stage stage = new Stage(Scale.full())) {
            Options options = Options.parse(arguments);
            run(options, options.chosen(Catalogue.of(stage)), stage);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(WRONG_USE);
        }
    }

    private static void run(Options options, List<Benchmark> chosen, Stage stage) throws Exception {
        if (options.format() == Options.Format.LIST) {
            chosen.forEach(
                    benchmark -> System.out.println("%-20s %s".formatted(benchmark.name(), benchmark.compares())));
            return;
        }
        Runner runner = new Runner(stage.scale().repetitions(), System.err::println);
        List<Result> results = new ArrayList<>();
        for (Benchmark benchmark : chosen) {
            Result result = runner.run(benchmark);
            results.add(result);
            if (options.format() == Options.Format.JSON) {
                System.out.println(result.json());
            }
        }
        if (options.format() == Options.Format.TABLE) {
            System.out.print(Table.of(results));
        }
        if (options.write()) {
            PerformancePage.at(Path.of("docs", "performance.md")).write(results, stage.versions());
        }
    }
}
