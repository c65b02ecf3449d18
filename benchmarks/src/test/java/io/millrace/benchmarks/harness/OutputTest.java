package io.millrace.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.harness.Measurement.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

    private static final Result FAST = result("fast", Target.atLeast(0.8), new Pair(9_000, 10_000));
    private static final Result SLOW = result("much-too-slow", Target.atMost(3), new Pair(4, 1));

    @TempDir
    private Path directory;

    @Test
    void the_table_is_aligned_and_says_what_missed_its_target() {
        assertThat(Table.of(List.of(FAST, SLOW))).isEqualTo("""
                name           figure  raw limit  unit  ratio  min .. max    target           note
                fast            9,000     10,000  x/s   0.90   0.90 .. 0.90  >= 0.80          as it is
                much-too-slow    4.00       1.00  x/s   4.00   4.00 .. 4.00  <= 3.00  missed  as it is
                """);
    }

    @Test
    void a_result_is_one_line_of_json() {
        assertThat(FAST.json())
                .isEqualTo("{\"name\":\"fast\",\"unit\":\"x/s\",\"figure\":9000.000,\"limit\":10000.000,"
                        + "\"ratio\":0.900,\"ratioMin\":0.900,\"ratioMax\":0.900}");
    }

    @Test
    void figure_and_limit_are_measured_in_turn_after_a_warm_up() throws Exception {
        StringBuilder order = new StringBuilder();
        Contest contest = new Contest() {
            @Override
            public double figure() {
                order.append('A');
                return order.length();
            }

            @Override
            public double limit() {
                order.append('B');
                return 1;
            }
        };
        Benchmark benchmark = new Benchmark("x", "x/s", Target.none(), "", () -> contest);

        Result result = new Runner(3, line -> {}).run(benchmark);

        assertThat(order).hasToString("ABABABABAB");
        assertThat(result.measurement().pairs()).extracting(Pair::figure).containsExactly(5.0, 7.0, 9.0);
    }

    @Test
    void figures_are_put_into_their_rows_of_the_page_and_leave_the_others() throws IOException {
        Path page = Files.writeString(directory.resolve("page.md"), """
                Measured on a slate.

                | `fast` | old |
                | `other` | kept |
                """);

        PerformancePage.at(page).write(List.of(FAST), "2 cores.");

        assertThat(page).hasContent("""
                Measured on 2 cores.

                | `fast` | 9,000 | 10,000 | x/s | 0.90 | 0.90 to 0.90 | >= 0.80 | as it is |
                | `other` | kept |
                """);
    }

    @Test
    void a_page_without_a_row_for_a_result_is_refused_and_stays() throws IOException {
        Path page = Files.writeString(directory.resolve("page.md"), "Measured on a slate.\n");

        assertThatThrownBy(() -> PerformancePage.at(page).write(List.of(SLOW), "2 cores."))
                .hasMessageContaining("| `much-too-slow` |");
        assertThat(page).hasContent("Measured on a slate.");
    }

    private static Result result(String name, Target target, Pair pair) {
        Benchmark benchmark = new Benchmark(name, "x/s", target, "", () -> {
            throw new IllegalStateException("not to be run");
        });
        return new Result(benchmark, new Measurement(List.of(pair)), "as it is");
    }
}
