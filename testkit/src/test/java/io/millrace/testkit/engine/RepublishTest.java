package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.MemoryBroker.YES;
import static io.millrace.testkit.engine.MemoryBroker.refusal;
import static io.millrace.testkit.engine.RelayFixture.awaitEndOfLog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.operations.Republish;
import io.millrace.operations.Republish.Progress;
import io.millrace.operations.Republish.Range;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Relay;
import io.millrace.testkit.Eventually;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A range of a log that is published again. */
class RepublishTest {

    private static final Backoff SHORT = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20));

    private final RelayFixture given = new RelayFixture();

    @Test
    void RL_5_a_range_is_published_again_in_order_and_with_the_same_ids() {
        given.add("a", 0, 1, 2, 3);
        try (Relay relay = given.relay(message -> YES)) {
            awaitEndOfLog(relay);
        }
        List<UUID> first = ids();

        Progress progress = republished(new Range(2, 3), message -> YES);

        assertThat(given.broker.numbers("a")).containsExactly(0, 1, 2, 3, 1, 2);
        assertThat(ids().subList(4, 6)).isEqualTo(first.subList(1, 3));
        assertThat(progress.position()).isEqualTo(3);
        assertThat(progress.published()).isEqualTo(2);
        assertThat(progress.refused()).isZero();
    }

    @Test
    void a_long_range_is_published_whole_and_once() {
        given.add("a", IntStream.range(0, 1_201).toArray());

        Progress progress = republished(new Range(1, 1_200), message -> YES);

        assertThat(given.broker.numbers("a"))
                .containsExactlyElementsOf(IntStream.range(0, 1_200).boxed().toList());
        assertThat(progress.published()).isEqualTo(1_200);
        assertThat(given.broker.opened()).isEqualTo(1).isEqualTo(given.broker.closed());
    }

    @Test
    void a_refused_message_is_passed_over_and_counted() {
        given.add("a", 0, 1, 2);

        Progress progress = republished(new Range(1, 3), message -> Counted.is(message, "a", 1) ? refusal() : YES);

        assertThat(given.broker.numbers("a")).containsExactly(0, 2);
        assertThat(progress.published()).isEqualTo(2);
        assertThat(progress.refused()).isEqualTo(1);
    }

    @Test
    void after_a_failure_it_goes_on_where_it_was() {
        AtomicInteger failures = new AtomicInteger(2);
        given.add("a", 0, 1, 2);

        Progress progress = republished(
                new Range(1, 3),
                message -> Counted.is(message, "a", 1) && failures.getAndDecrement() > 0
                        ? CompletableFuture.failedFuture(new IllegalStateException("connection lost"))
                        : YES);

        assertThat(given.broker.numbers("a")).containsExactly(0, 1, 2);
        assertThat(progress.published()).isEqualTo(3);
        assertThat(given.broker.opened()).isEqualTo(3).isEqualTo(given.broker.closed());
    }

    @Test
    void a_range_that_the_log_does_not_hold_is_refused() {
        given.add("a", 0);

        assertThatThrownBy(() -> started(new Range(1, 2), message -> YES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends at position 1");
        assertThatThrownBy(() -> new Range(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(0, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private Progress republished(Range range, Function<OutgoingMessage, CompletionStage<?>> answer) {
        try (Republish republish = started(range, answer)) {
            Eventually.holds("it is done", () -> republish.progress().done());
            return republish.progress();
        }
    }

    private Republish started(Range range, Function<OutgoingMessage, CompletionStage<?>> answer) {
        return Republish.start(range, given.outbox.log(), () -> given.broker.answering(answer), SHORT);
    }

    private List<UUID> ids() {
        return given.broker.taken().stream()
                .map(message -> message.metadata().eventId())
                .toList();
    }
}
