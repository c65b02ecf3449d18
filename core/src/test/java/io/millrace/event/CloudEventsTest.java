package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CloudEventsTest {

    private static final URI SOURCE = URI.create("/ordering");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

    @Test
    void metadata_comes_back_from_its_attributes() {
        EventMetadata all =
                new EventMetadata(EventIds.next(), "OrderPaid", 2, AT, "process", "cause", "김철수", "00-ab-cd-01");
        EventMetadata least = new EventMetadata(EventIds.next(), "OrderPaid", 1, AT, null, null, null, null);

        assertThat(CloudEvents.metadata(CloudEvents.attributes(all, SOURCE, "o-1", 7)))
                .isEqualTo(all);
        assertThat(CloudEvents.metadata(CloudEvents.attributes(least, SOURCE, "o-1", 0)))
                .isEqualTo(least);
    }

    @Test
    void the_attributes_are_those_of_the_specification() {
        EventMetadata metadata = new EventMetadata(EventIds.next(), "OrderPaid", 2, AT, null, null, null, null);

        assertThat(CloudEvents.attributes(metadata, SOURCE, "o-1", 7))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "specversion", "1.0",
                        "id", metadata.eventId().toString(),
                        "type", "OrderPaid",
                        "dataversion", "2",
                        "source", "/ordering",
                        "subject", "o-1",
                        "time", "2026-03-01T12:00:00.123456Z",
                        "sequence", "7"));
    }

    @Test
    void the_sequence_is_0_where_the_sender_did_not_say() {
        assertThat(CloudEvents.sequence(Map.of())).isZero();
        assertThat(CloudEvents.sequence(Map.of("sequence", "12"))).isEqualTo(12);
    }

    @Test
    void a_foreign_message_needs_no_more_than_id_and_type() {
        Map<String, String> attributes = new HashMap<>(valid());
        attributes.remove("dataversion");
        attributes.remove("time");

        EventMetadata metadata = CloudEvents.metadata(attributes);

        assertThat(metadata.version()).isEqualTo(1);
        assertThat(metadata.occurredAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void attributes_that_are_missing_or_unreadable_are_refused_by_name() {
        assertRefused("id", null);
        assertRefused("id", " ");
        assertRefused("id", "17");
        assertRefused("type", null);
        assertRefused("dataversion", "two");
        assertRefused("time", "yesterday");
    }

    private static void assertRefused(String name, @Nullable String value) {
        Map<String, String> attributes = new HashMap<>(valid());
        attributes.remove(name);
        if (value != null) {
            attributes.put(name, value);
        }
        assertThatThrownBy(() -> CloudEvents.metadata(attributes))
                .as(name + " = " + value)
                .isInstanceOf(EventFormatException.class)
                .hasMessageContaining(name.equals("dataversion") ? "'dataversion'" : name);
    }

    private static Map<String, String> valid() {
        EventMetadata metadata = new EventMetadata(EventIds.next(), "OrderPaid", 2, AT, null, null, null, null);
        return CloudEvents.attributes(metadata, SOURCE, "o-1", 7);
    }
}
