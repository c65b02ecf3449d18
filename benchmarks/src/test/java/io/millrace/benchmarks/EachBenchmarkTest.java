package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.harness.Benchmark;
import io.millrace.benchmarks.harness.Result;
import io.millrace.benchmarks.harness.Runner;
import io.millrace.testkit.NeedsRabbitMq;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs through every benchmark at a size that says nothing about speed. */
class EachBenchmarkTest {

    private static final Stage STAGE = new Stage(Scale.tiny());

    static List<Benchmark> withoutRabbitMq() {
        return Catalogue.of(STAGE).stream()
                .filter(benchmark -> !benchmark.name().equals("relay-rabbitmq"))
                .toList();
    }

    @AfterAll
    static void end() {
        STAGE.close();
    }

    @ParameterizedTest
    @MethodSource("withoutRabbitMq")
    void runs(Benchmark benchmark) throws Exception {
        Result result = new Runner(1, line -> {}).run(benchmark);

        assertThat(result.measurement().figure()).isPositive();
        assertThat(result.measurement().limit()).isPositive();
    }

    @Test
    @NeedsRabbitMq
    void runs_over_rabbitmq() throws Exception {
        runs(Catalogue.of(STAGE).stream()
                .filter(benchmark -> benchmark.name().equals("relay-rabbitmq"))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void the_event_has_300_bytes() {
        assertThat(OrderPlaced.JSON.getBytes(StandardCharsets.UTF_8)).hasSize(300);
    }
}
