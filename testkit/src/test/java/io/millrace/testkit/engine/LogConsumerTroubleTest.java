package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.LogConsumerFixture.LEASE;
import static io.millrace.testkit.engine.LogConsumerFixture.LONG;
import static io.millrace.testkit.engine.LogConsumerFixture.awaitEndOfLog;
import static io.millrace.testkit.engine.LogConsumerFixture.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.LogConsumerSettings;
import io.millrace.consumer.LogEventConsumer;
import io.millrace.consumer.LogEventConsumer.State;
import io.millrace.deadletter.DeadLetter;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.NewerEventVersionException;
import io.millrace.log.Checkpoints;
import io.millrace.log.InMemoryLog;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Unsendable;
import io.millrace.testkit.Eventually;
import io.millrace.work.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Poison, suspended instances and what can't be sent, for a consumer that reads a log without a broker. */
@SuppressWarnings("try") // a consumer that only has to run
class LogConsumerTroubleTest {

    private static final String UNSENDABLE = "relay:consumer:c/s";

    private final LogConsumerFixture given = new LogConsumerFixture();
    private final InMemoryLog<Outgoing> log = new InMemoryLog<>(given.transactions, Clock.systemUTC());

    @Test
    void CO_4_poison_is_parked_with_where_it_stands_and_other_keys_go_on() {
        given.add("a", 0, 13);
        given.add("b", 0, 1);

        try (LogEventConsumer consumer = given.start(given.consumer("c", event -> {
            if (event.number() == 13) {
                throw new IllegalStateException("unlucky");
            }
        }))) {
            awaitEndOfLog(consumer);
            assertThat(consumer.stats().parked()).isEqualTo(1);
        }

        assertThat(given.numbers("a")).containsExactly(0);
        assertThat(given.numbers("b")).containsExactly(0, 1);
        assertThat(given.deadLetters.list("consumer:c", 10)).singleElement().satisfies(letter -> {
            assertThat(letter.location()).matches("shop\\.counter-\\d+@2");
            assertThat(letter.failure().message()).isEqualTo("unlucky");
            assertThat(letter.attributes()).containsEntry("source", "/shop").containsEntry("type", "Counted");
        });
    }

    @Test
    void CO_6_an_instance_that_was_suspended_past_its_lease_commits_nothing() {
        Gate gate = new Gate();
        EventConsumer definition = given.consumer("c", event -> {}).eachInItsOwnTransaction();
        given.add("a", 0, 1, 2, 3);
        gate.closeAfter(() -> given.effects.size() == 2);

        try (LogEventConsumer suspended = startThrough(gate, definition)) {
            Eventually.holds("it stands still before the third", () -> given.effects.size() == 2 && gate.waiting() > 1);
            try (LogEventConsumer other = given.start(definition, LONG, source(given.outbox.log()))) {
                awaitEndOfLog(other);
                long before = gate.passed();
                gate.open();
                Eventually.holds("it goes on, and joins anew", () -> gate.passed() > before + 10);
            }
            assertThat(suspended.stats().handled()).isEqualTo(2);
            assertThat(suspended.stats().duplicates()).isZero();
        }

        assertThat(given.numbers("a")).containsExactly(0, 1, 2, 3);
    }

    private LogEventConsumer startThrough(Gate gate, EventConsumer definition) {
        ConsumerEnvironment open = given.environment;
        return LogEventConsumer.start(
                definition,
                new ConsumerEnvironment(
                        gate.before(Transactions.class, open.transactions()),
                        open.inbox(),
                        open.fences(),
                        open.deadLetters(),
                        open.types(),
                        open.codec(),
                        open.outages(),
                        open.retry(),
                        open.clock()),
                new LogConsumerSettings(
                        List.of(source(given.outbox.log())),
                        gate.before(Checkpoints.class, given.checkpoints),
                        8,
                        10,
                        LEASE));
    }

    @Test
    void RL_4_what_cant_be_sent_is_parked_with_its_cause_and_holds_back_only_its_key() {
        append(position -> message(position, "Counter", "a", 0));
        append(position -> unsendable(position, "Counter", new IllegalArgumentException("unlucky")));
        append(position -> unsendable(position, "Other", new IllegalArgumentException("not asked for")));
        append(position -> message(position, "Counter", "a", 2));
        append(position -> message(position, "Counter", "b", 0));

        try (LogEventConsumer consumer = given.start(given.consumer("c", event -> {}), LEASE, source(log))) {
            awaitEndOfLog(consumer);
        }

        assertThat(given.numbers("a")).containsExactly(0);
        assertThat(given.numbers("b")).containsExactly(0);
        assertThat(given.deadLetters.list(UNSENDABLE, 10))
                .extracting(DeadLetter::location, DeadLetter::state)
                .containsExactlyInAnyOrder(tuple("2", DeadLetter.State.PARKED), tuple("4", DeadLetter.State.HELD));
    }

    @Test
    void a_newer_version_stops_this_instance_and_leaves_its_lanes_to_one_that_knows_it() {
        append(position -> message(position, "Counter", "a", 0));
        append(position -> unsendable(position, "Counter", new NewerEventVersionException("Counted", 2, 1)));

        try (LogEventConsumer older = given.start(given.consumer("c", event -> {}), LONG, source(log))) {
            Eventually.holds("what is wrong is visible", () -> older.failure()
                    .filter(NewerEventVersionException.class::isInstance)
                    .isPresent());
            assertThat(older.state()).isEqualTo(State.DISCONNECTED);
            Eventually.holds("another can have the lanes", () -> given.free("c"));
        }

        assertThat(given.numbers("a")).containsExactly(0);
        assertThat(given.position("c")).isEqualTo(1);
        assertThat(given.deadLetters.count(UNSENDABLE)).isZero();
    }

    private void append(LongFunction<Outgoing> record) {
        given.transactions.run(() -> log.append(record));
    }

    private static Unsendable unsendable(long position, String aggregateType, RuntimeException cause) {
        return new Unsendable(message(position, aggregateType, "a", 1), cause);
    }

    private static OutgoingMessage message(long position, String aggregateType, String key, int number) {
        EventMetadata metadata =
                new EventMetadata(EventIds.next(), "Counted", 1, Instant.EPOCH, null, null, null, null);
        return new OutgoingMessage(
                position, aggregateType, key, 0, metadata, Counted.CODEC.encode(new Counted(key, number)));
    }
}
