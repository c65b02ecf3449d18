package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.MemoryBroker.YES;
import static io.millrace.testkit.engine.RelayFixture.LONG_LEASE;
import static io.millrace.testkit.engine.RelayFixture.awaitEndOfLog;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.DeadLetter;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.event.NewerEventVersionException;
import io.millrace.event.Upcaster;
import io.millrace.log.InMemoryLog;
import io.millrace.log.Log;
import io.millrace.outbox.IntegrationEvents;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.Relay;
import io.millrace.outbox.StoredEventMessages;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.testkit.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The relay of an event store: its events are read and mapped on their way out. */
@SuppressWarnings("try") // a relay that only has to run
class RelayOfStoredEventsTest {

    @EventType("Stepped")
    record Stepped(int to) {}

    @EventType("Rested")
    record Rested() {}

    /** Maps to null, which says that the event stays. */
    private record Nothing() implements Function<Rested, @Nullable Object> {
        @Override
        public @Nullable Object apply(Rested rested) {
            return null;
        }
    }

    @EventType(value = "Stepped", version = 2)
    record SteppedFurther(int to) {}

    private final RelayFixture given = new RelayFixture();
    private final InMemoryLog<RecordedEvent> events = new InMemoryLog<>(given.transactions, Clock.systemUTC());

    @Test
    void RL_4_an_unreadable_event_is_parked_as_it_is_stored_and_holds_back_only_its_key() {
        stored("a", 1, "{\"to\":0}");
        RecordedEvent unreadable = stored("a", 1, "{\"to\":\"nowhere\"}");
        stored("a", 1, "{\"to\":2}");
        stored("b", 1, "{\"to\":0}");

        try (Relay relay = given.relay(messages(), given.checkpoints, LONG_LEASE, message -> YES)) {
            awaitEndOfLog(relay);
            stored("b", 1, "{\"to\":1}");
            awaitEndOfLog(relay);
        }

        assertThat(given.broker.numbers("a")).containsExactly(0);
        assertThat(given.broker.numbers("b")).containsExactly(0, 1);
        DeadLetter parked = letter(DeadLetter.State.PARKED);
        assertThat(parked.payload()).isEqualTo(unreadable.text());
        assertThat(parked.eventId()).isEqualTo(unreadable.metadata().eventId());
        assertThat(parked.type()).isEqualTo("Stepped");
        assertThat(parked.key()).isEqualTo("Counter/a");
        assertThat(parked.failure().errorClass()).endsWith("EventFormatException");
        assertThat(letter(DeadLetter.State.HELD).payload()).contains("\"number\":2");
    }

    @Test
    void RL_4_an_event_whose_mapping_throws_is_parked_and_one_mapped_to_null_stays() {
        append("a", "Rested", 1, "{}");
        stored("a", 1, "{\"to\":0}");
        stored("b", 1, "{\"to\":13}");
        stored("c", 1, "{\"to\":0}");

        try (Relay relay = given.relay(messages(), given.checkpoints, LONG_LEASE, message -> YES)) {
            awaitEndOfLog(relay);
        }

        assertThat(given.broker.numbers("a")).containsExactly(0);
        assertThat(given.broker.numbers("b")).isEmpty();
        assertThat(given.broker.numbers("c")).containsExactly(0);
        assertThat(given.deadLetters.count("relay:test")).isEqualTo(1);
        assertThat(letter(DeadLetter.State.PARKED).failure().message()).isEqualTo("unlucky");
    }

    @Test
    void an_instance_that_meets_a_newer_version_stops_there_and_gives_its_lanes_up() {
        stored("a", 1, "{\"to\":0}");
        stored("a", 2, "{\"to\":1}");
        stored("b", 1, "{\"to\":0}");

        try (Relay older = given.relay(messages(), given.checkpoints, Duration.ofHours(1), message -> YES)) {
            Eventually.holds("what is wrong is visible", () -> older.status()
                    .failure()
                    .filter(NewerEventVersionException.class::isInstance)
                    .isPresent());
            Eventually.holds("another can have the lanes", given::free);
        }
        assertThat(given.broker.numbers("a")).containsExactly(0);
        assertThat(given.checkpoints.position("test")).isEqualTo(1);

        try (Relay newer = given.relay(newerMessages(), given.checkpoints, LONG_LEASE, message -> YES)) {
            awaitEndOfLog(newer);
        }

        assertThat(given.broker.numbers("a")).containsExactly(0, 1);
        assertThat(given.broker.numbers("b")).containsExactly(0);
        assertThat(given.deadLetters.count("relay:test")).isZero();
    }

    private RecordedEvent stored(String id, int version, String text) {
        return append(id, "Stepped", version, text);
    }

    private RecordedEvent append(String id, String type, int version, String text) {
        EventMetadata metadata =
                new EventMetadata(EventIds.next(), type, version, Instant.EPOCH, null, null, null, null);
        return given.transactions.call(() -> events.append(
                position -> new RecordedEvent(position, new StreamId("Counter", id), position, metadata, text)));
    }

    private Log<? extends Outgoing> messages() {
        EventTypes domain = EventTypes.of(Stepped.class, Rested.class);
        IntegrationEvents mapping = IntegrationEvents.of(Counted.TYPES)
                .on(Stepped.class, RelayOfStoredEventsTest::counted)
                .on(Rested.class, new Nothing());
        return new StoredEventMessages(events, domain, new JsonEventCodec(domain), mapping);
    }

    private Log<? extends Outgoing> newerMessages() {
        EventTypes domain =
                EventTypes.of(List.of(SteppedFurther.class), List.of(new Upcaster("Stepped", 1, tree -> tree)));
        IntegrationEvents mapping =
                IntegrationEvents.of(Counted.TYPES).on(SteppedFurther.class, stepped -> new Counted("", stepped.to()));
        return new StoredEventMessages(events, domain, new JsonEventCodec(domain), mapping);
    }

    private static Object counted(Stepped stepped) {
        return switch (stepped.to()) {
            case 13 -> throw new IllegalArgumentException("unlucky");
            default -> new Counted("", stepped.to());
        };
    }

    private DeadLetter letter(DeadLetter.State state) {
        return given.deadLetters.list("relay:test", 10).stream()
                .filter(letter -> letter.state() == state)
                .findFirst()
                .orElseThrow();
    }
}
