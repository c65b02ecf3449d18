package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.LogConsumerFixture.LEASE;
import static io.millrace.testkit.engine.LogConsumerFixture.awaitEndOfLog;
import static io.millrace.testkit.engine.LogConsumerFixture.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.LogConsumerSettings;
import io.millrace.consumer.LogEventConsumer;
import io.millrace.consumer.LogEventConsumer.State;
import io.millrace.consumer.LogSource;
import io.millrace.consumer.Received;
import io.millrace.event.UnknownEventTypeException;
import io.millrace.log.Lanes;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.testkit.Eventually;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A consumer that reads an outbox without a broker, over memory. */
@SuppressWarnings("try") // a consumer that only has to run
class LogEventConsumerTest {

    private static final int EVENTS = 200;
    private static final List<Integer> ALL = IntStream.range(0, EVENTS).boxed().toList();

    private final LogConsumerFixture given = new LogConsumerFixture();

    @Test
    void CO_1_CO_3_each_event_is_handled_once_and_those_of_a_key_in_order() {
        for (int number : ALL) {
            given.add("a", number);
            given.add("b", number);
        }

        try (LogEventConsumer consumer = given.start(given.consumer("c", event -> {}))) {
            awaitEndOfLog(consumer);
            assertThat(consumer.stats().handled()).isEqualTo(2 * EVENTS);
            assertThat(consumer.state()).isEqualTo(State.RUNNING);
        }

        assertThat(given.numbers("a")).isEqualTo(ALL);
        assertThat(given.numbers("b")).isEqualTo(ALL);
    }

    @Test
    void an_event_comes_as_it_would_from_a_broker() {
        given.add("a", 1);

        try (LogEventConsumer consumer = given.start(given.consumer("c", event -> {}))) {
            awaitEndOfLog(consumer);
        }

        OutgoingMessage sent = given.outbox.log().read(0, 1).records().getFirst();
        assertThat(given.effects).containsExactly(new Received<>(new Counted("a", 1), sent.metadata(), "a", 0));
    }

    @Test
    void only_the_events_of_its_topics_reach_a_consumer() {
        given.add("a", 1);
        given.addTo("Other", "a", 2);

        try (LogEventConsumer consumer = given.start(given.consumer("c", event -> {}))) {
            awaitEndOfLog(consumer);
        }

        assertThat(given.numbers("a")).containsExactly(1);
    }

    @Test
    void topics_for_each_event_type_name_the_same_events() {
        LogSource perType =
                new LogSource("s", given.outbox.log(), Destinations.perEventType("shop"), URI.create("/shop"));
        EventConsumer counted =
                EventConsumer.named("c").topic("shop.counter.counted").on(Counted.class, received -> {});
        EventConsumer reset =
                EventConsumer.named("d").topic("shop.counter.reset").on(Counted.class, received -> {});
        given.add("a", 1);

        try (LogEventConsumer some = given.start(counted, LEASE, perType);
                LogEventConsumer none = given.start(reset, LEASE, perType)) {
            awaitEndOfLog(some);
            awaitEndOfLog(none);
            assertThat(some.stats().handled()).isEqualTo(1);
            assertThat(none.stats().handled()).isZero();
        }
    }

    @Test
    void CO_2_the_cursor_never_passes_an_event_whose_effects_have_not_committed() {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean atHand = new AtomicBoolean();
        given.add("a", 0, 1, 2);

        try (LogEventConsumer consumer = given.start(given.consumer("c", event -> {
            if (event.number() == 1) {
                atHand.set(true);
                await(goOn);
            }
        }))) {
            Eventually.holds("the second is at hand", atHand::get);
            given.add("b", 0);
            Eventually.holds("another key is handled meanwhile", () -> !given.numbers("b")
                    .isEmpty());
            assertThat(given.position("c")).isLessThanOrEqualTo(1);
            goOn.countDown();
            awaitEndOfLog(consumer);
        }

        assertThat(given.numbers("a")).containsExactly(0, 1, 2);
    }

    @Test
    void CO_1_CO_3_instances_share_the_lanes_and_a_closed_one_leaves_the_rest_to_the_other() {
        List<String> keys = IntStream.range(0, Lanes.COUNT)
                .mapToObj(LogEventConsumerTest::keyOf)
                .toList();
        EventConsumer definition = given.consumer("c", event -> {});

        try (LogEventConsumer first = given.start(definition)) {
            try (LogEventConsumer second = given.start(definition)) {
                AtomicInteger next = new AtomicInteger();
                Eventually.holds("both have handled something", () -> {
                    int number = next.getAndIncrement();
                    keys.forEach(key -> given.add(key, number));
                    return first.stats().handled() > 0 && second.stats().handled() > 0;
                });
                awaitEndOfLog(second);
            }
            int sent = given.numbers(keys.getFirst()).size();
            keys.forEach(key -> given.add(key, sent));
            Eventually.holds(
                    "the first has the lanes of the second", () -> given.effects.size() == keys.size() * (sent + 1));
            assertThat(first.failure()).isEmpty();

            assertThat(keys).allSatisfy(key -> assertThat(given.numbers(key))
                    .isEqualTo(IntStream.rangeClosed(0, sent).boxed().toList()));
        }
    }

    @Test
    void a_paused_consumer_handles_nothing_until_it_is_resumed() {
        try (LogEventConsumer consumer = given.start(given.consumer("c", event -> {}))) {
            given.add("a", 0);
            awaitEndOfLog(consumer);
            consumer.pause();
            given.add("a", 1);
            given.add("b", 0);
            try (LogEventConsumer other = given.start(given.consumer("d", event -> {}))) {
                awaitEndOfLog(other);
            }
            assertThat(consumer.stats().handled()).isEqualTo(1);
            consumer.resume();
            awaitEndOfLog(consumer);
            assertThat(consumer.stats().handled()).isEqualTo(3);
        }
    }

    @Test
    void each_name_gets_everything_once() {
        given.add("a", 0, 1);

        try (LogEventConsumer one = given.start(given.consumer("c", event -> {}));
                LogEventConsumer other = given.start(given.consumer("d", event -> {}))) {
            awaitEndOfLog(one);
            awaitEndOfLog(other);
            assertThat(one.stats().handled()).isEqualTo(2);
            assertThat(other.stats().handled()).isEqualTo(2);
        }
        try (LogEventConsumer again = given.start(given.consumer("c", event -> {}))) {
            given.add("a", 2);
            awaitEndOfLog(again);
            assertThat(again.stats().handled()).isEqualTo(1);
            assertThat(again.stats().duplicates()).isZero();
        }
    }

    @Test
    void a_handler_of_a_type_that_is_not_registered_is_refused() {
        EventConsumer stranger = EventConsumer.named("c").topic("t").on(String.class, received -> {});

        assertThatThrownBy(() -> given.start(stranger))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("EventTypes");
    }

    @Test
    void sources_of_the_same_name_are_refused() {
        LogSource source = source(given.outbox.log());

        assertThatThrownBy(() -> LogConsumerSettings.of(List.of(source, source), given.checkpoints))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    /** A key of the lane. */
    private static String keyOf(int lane) {
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(Integer::toString)
                .filter(key -> Lanes.of(key) == lane)
                .findFirst()
                .orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
