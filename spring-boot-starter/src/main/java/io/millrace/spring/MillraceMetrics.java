package io.millrace.spring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.consumer.ConsumerStats;
import io.millrace.postgres.Retention;
import io.millrace.saga.SagaStore.Standing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How far everything is behind, and what consumers did; what can't be asked just now is NaN. */
final class MillraceMetrics implements MeterBinder {

    private static final double MILLIS_IN_SECOND = 1_000;

    private final StatusBoard board;
    private final List<ConsumerRunners> consumers;
    private final RetentionRunner retention;
    private final Clock clock;

    MillraceMetrics(StatusBoard board, List<ConsumerRunners> consumers, RetentionRunner retention, Clock clock) {
        this.board = board;
        this.consumers = List.copyOf(consumers);
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (RunnerName name : board.names()) {
            switch (name.kind()) {
                case RELAY -> {
                    gauge(registry, "millrace.relay.backlog", name, RunnerStatus::backlog);
                    age(registry, name);
                }
                case PROJECTION -> gauge(registry, "millrace.projection.backlog", name, RunnerStatus::backlog);
                case CONSUMER -> gauge(registry, "millrace.consumer.lag", name, RunnerStatus::backlog);
            }
            deadLetters(registry, name);
        }
        retained(registry, "millrace.outbox.segments", Retention.Status::segments);
        retained(registry, "millrace.outbox.late", status -> status.late().size());
        if (board.hasSagas()) {
            sagas("millrace.saga.suspended", Standing::suspended).register(registry);
            sagas("millrace.saga.late", standing -> seconds(standing.late()))
                    .description("How long the first saga that is due has waited")
                    .baseUnit("seconds")
                    .register(registry);
        }
        consumers.forEach(runners -> runners.names().forEach(name -> count(registry, runners, name.name())));
    }

    private void retained(MeterRegistry registry, String meter, ToDoubleFunction<Retention.Status> value) {
        Gauge.builder(meter, retention, r -> r.status()
                        .map(value::applyAsDouble)
                        .orElse(Double.NaN))
                .register(registry);
    }

    private Gauge.Builder<StatusBoard> sagas(String meter, ToDoubleFunction<Standing> value) {
        return Gauge.builder(meter, board, b -> b.latest()
                .sagas()
                .map(SagaStatuses::standing)
                .map(value::applyAsDouble)
                .orElse(Double.NaN));
    }

    private void gauge(MeterRegistry registry, String meter, RunnerName name, ToDoubleFunction<RunnerStatus> value) {
        Gauge.builder(
                        meter,
                        board,
                        b -> b.latest().of(name).map(value::applyAsDouble).orElse(Double.NaN))
                .tag("name", name.name())
                .register(registry);
    }

    private void age(MeterRegistry registry, RunnerName name) {
        Gauge.builder(
                        "millrace.relay.oldest.age",
                        board,
                        b -> b.latest().of(name).map(this::ageInSeconds).orElse(Double.NaN))
                .description("How long the first message that is not published yet has waited")
                .baseUnit("seconds")
                .tag("name", name.name())
                .register(registry);
    }

    private double ageInSeconds(RunnerStatus status) {
        return status.oldest()
                .map(oldest -> Math.max(0, seconds(Duration.between(oldest, clock.instant()))))
                .orElse(0.0);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS_IN_SECOND;
    }

    private void deadLetters(MeterRegistry registry, RunnerName name) {
        Gauge.builder("millrace.deadletters", board, b -> b.latest().deadLettersOf(name))
                .tag("name", name.toString())
                .register(registry);
    }

    private static void count(MeterRegistry registry, ConsumerRunners runners, String name) {
        count(registry, runners, "millrace.consumer.handled", name, ConsumerStats::handled);
        count(registry, runners, "millrace.consumer.duplicates", name, ConsumerStats::duplicates);
        count(registry, runners, "millrace.consumer.skipped", name, ConsumerStats::skipped);
        count(registry, runners, "millrace.consumer.parked", name, ConsumerStats::parked);
    }

    private static void count(
            MeterRegistry registry,
            ConsumerRunners runners,
            String meter,
            String name,
            ToDoubleFunction<ConsumerStats> value) {
        FunctionCounter.builder(meter, runners, r -> value.applyAsDouble(r.stats(name)))
                .tag("name", name)
                .register(registry);
    }
}
