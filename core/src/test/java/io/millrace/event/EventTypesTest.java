package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventTypesTest {

    sealed interface OrderEvent permits Created, Closing {}

    sealed interface Closing extends OrderEvent permits Cancelled {}

    @EventType("Created")
    record Created(String by) implements OrderEvent {}

    @EventType(value = "Cancelled", version = 2)
    record Cancelled(String reason) implements Closing {}

    record Nameless() {}

    @EventType("Created")
    record AlsoCreated() {}

    @EventType("")
    record Blank() {}

    @EventType(value = "Zero", version = 0)
    record VersionZero() {}

    @EventType("NoRecord")
    static final class NoRecord {}

    interface Open {}

    private static final Upcaster CANCELLED_1 = new Upcaster("Cancelled", 1, json -> json);

    @Test
    void a_sealed_interface_stands_for_all_records_below_it() {
        EventTypes types = EventTypes.of(List.of(OrderEvent.class), List.of(CANCELLED_1));

        assertThat(types.all())
                .extracting(EventTypes.Definition::name)
                .containsExactlyInAnyOrder("Created", "Cancelled");
        assertThat(types.named("Cancelled")).contains(new EventTypes.Definition("Cancelled", 2, Cancelled.class));
        assertThat(types.named(Created.class.getName())).isEmpty();
    }

    @Test
    void registering_a_class_twice_is_no_harm() {
        assertThat(EventTypes.of(Created.class, Created.class).all()).hasSize(1);
    }

    @Test
    void what_can_not_work_is_refused_with_the_class_and_the_remedy() {
        assertRefused("Nameless", "has no durable name: annotate it with @EventType(\"Nameless\")", Nameless.class);
        assertRefused("AlsoCreated", "give each event type a name of its own", Created.class, AlsoCreated.class);
        assertRefused("Blank", "choose a shorter one", Blank.class);
        assertRefused("VersionZero", "count versions from 1", VersionZero.class);
        assertRefused("NoRecord", "make it a record", NoRecord.class);
        assertRefused("Open", "make it a record", Open.class);
        assertRefused("Cancelled", "register an Upcaster(\"Cancelled\", 1, ...)", Cancelled.class);
    }

    @Test
    void an_upcaster_that_leads_nowhere_is_refused() {
        assertThatThrownBy(
                        () -> EventTypes.of(List.of(Created.class), List.of(new Upcaster("Created", 1, json -> json))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Created' from version 1 leads nowhere: raise the version");
        assertThatThrownBy(() -> EventTypes.of(List.of(Created.class), List.of(CANCELLED_1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Cancelled'");
        assertThatThrownBy(() -> new Upcaster("Created", 0, json -> json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unregistered_class_is_refused_with_the_remedy() {
        EventTypes types = EventTypes.of(Created.class);

        assertThatThrownBy(() -> types.describe(new Nameless(), Clock.systemUTC()))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("Nameless")
                .hasMessageContaining("add its class to EventTypes");
    }

    @Test
    void a_new_event_inherits_its_context_and_is_timed_to_the_microsecond() {
        EventTypes types = EventTypes.of(Created.class);
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00.123456789Z"), ZoneOffset.UTC);
        UUID id = EventIds.next();
        EventContext context = new EventContext("process", "cause", "someone", "trace");

        EventMetadata metadata = context.call(() -> types.describe(new Created("me"), id, clock));

        assertThat(metadata)
                .isEqualTo(new EventMetadata(
                        id,
                        "Created",
                        1,
                        Instant.parse("2026-03-01T12:00:00.123456Z"),
                        "process",
                        "cause",
                        "someone",
                        "trace"));
        assertThat(EventContext.current()).isEqualTo(EventContext.none());
    }

    @Test
    void what_an_event_causes_belongs_to_its_process() {
        EventTypes types = EventTypes.of(Created.class);
        EventMetadata first = types.describe(new Created("me"), Clock.systemUTC());

        EventMetadata second = EventContext.causedBy(first)
                .withActor("other")
                .call(() -> types.describe(new Created("you"), Clock.systemUTC()));

        assertThat(first.correlationId()).isEqualTo(first.eventId().toString());
        assertThat(second.correlationId()).isEqualTo(first.correlationId());
        assertThat(second.causationId()).isEqualTo(first.eventId().toString());
        assertThat(second.actor()).isEqualTo("other");
    }

    private static void assertRefused(String simpleName, String remedy, Class<?>... roots) {
        assertThatThrownBy(() -> EventTypes.of(roots))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(simpleName)
                .hasMessageContaining(remedy);
    }
}
