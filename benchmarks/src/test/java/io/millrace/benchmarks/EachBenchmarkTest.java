package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.harness.Benchmark;
import io.millrace.benchmarks.harness.Result;
import io.millrace.benchmarks.harness.Runner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs through every benchmark at a size that says nothing about speed. */
class EachBenchmarkTest {

    private static final Stage STAGE = new Stage(Scale.tiny());

    static List<Benchmark> all() {
        return Catalogue.of(STAGE);
    }

    @AfterAll
    static void end() {
        STAGE.close();
    }

    @ParameterizedTest
    @MethodSource("all")
    void runs(Benchmark benchmark) throws Exception {
        Result result = new Runner(1, line -> {}).run(benchmark);

        assertThat(result.measurement().figure()).isPositive();
        assertThat(result.measurement().limit()).isPositive();
    }

    @Test
    void the_event_has_300_bytes() {
        assertThat(OrderPlaced.JSON.getBytes(StandardCharsets.UTF_8)).hasSize(300);
    }
}
