package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class JsonEventCodecTest {

    @EventType(value = "Paid", version = 3)
    record Paid(UUID payment, BigDecimal amount, Instant at, String by, List<String> notes) {}

    @EventType("Nested")
    record Nested(Object content) {}

    private static final EventTypes TYPES = EventTypes.of(
            List.of(Paid.class, Nested.class),
            List.of(
                    new Upcaster("Paid", 1, JsonEventCodecTest::nameTheAmount),
                    new Upcaster("Paid", 2, json -> json.put("by", "unknown"))));
    private static final int MEBIBYTE = 1 << 20;

    private final EventCodec codec = new JsonEventCodec(TYPES);

    private static ObjectNode nameTheAmount(ObjectNode json) {
        json.set("amount", json.remove("sum"));
        return json;
    }

    @Test
    void an_event_comes_back_as_it_was() {
        Paid paid = new Paid(
                UUID.randomUUID(),
                new BigDecimal("10.50"),
                Instant.parse("2026-03-01T12:00:00.123456Z"),
                "김철수 \"\\\u0001",
                List.of("", "b"));

        String text = codec.encode(paid);

        assertThat(codec.decode("Paid", 3, text)).isEqualTo(paid);
        assertThat(text).contains("\"2026-03-01T12:00:00.123456Z\"").contains("10.50");
    }

    @Test
    void an_old_event_is_lifted_one_version_at_a_time() {
        Paid lifted = (Paid) codec.decode("Paid", 1, "{\"sum\":7,\"notes\":[]}");
        Paid half = (Paid) codec.decode("Paid", 2, "{\"amount\":8,\"notes\":[]}");

        assertThat(lifted.amount()).isEqualByComparingTo("7");
        assertThat(lifted.by()).isEqualTo("unknown");
        assertThat(half.amount()).isEqualByComparingTo("8");
        assertThat(half.by()).isEqualTo("unknown");
    }

    @Test
    void a_property_that_this_reader_does_not_know_is_ignored() {
        Paid paid = (Paid) codec.decode("Paid", 3, "{\"by\":\"me\",\"addedLater\":{\"x\":[1]},\"notes\":[]}");

        assertThat(paid.by()).isEqualTo("me");
    }

    @Test
    void a_newer_version_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> codec.decode("Paid", 4, "{}"))
                .isInstanceOf(NewerEventVersionException.class)
                .hasMessageContaining("version 4")
                .hasMessageContaining("deploy the newer one");
    }

    @Test
    void a_version_that_never_was_is_refused() {
        assertThatThrownBy(() -> codec.decode("Paid", 0, "{}")).isInstanceOf(EventFormatException.class);
    }

    @Test
    void an_unknown_type_is_refused_and_a_class_name_is_no_type() {
        assertThatThrownBy(() -> codec.decode("Lost", 1, "{}")).isInstanceOf(UnknownEventTypeException.class);
        assertThatThrownBy(() -> codec.decode(Paid.class.getName(), 1, "{}"))
                .isInstanceOf(UnknownEventTypeException.class);
        assertThatThrownBy(() -> codec.encode("a string")).isInstanceOf(UnknownEventTypeException.class);
    }

    @Test
    void what_is_no_json_of_the_type_is_refused_without_its_content() {
        for (String broken : List.of(
                "",
                "{\"by\":\"secret",
                "[]",
                "\"secret\"",
                "secret",
                "{\"notes\":\"secret\"}",
                "{\"payment\":\"secret\"}")) {
            assertThatThrownBy(() -> codec.decode("Paid", 3, broken))
                    .as(broken)
                    .isInstanceOf(EventFormatException.class)
                    .hasMessageContaining("'Paid'")
                    .hasMessageNotContaining("secret");
            assertThatThrownBy(() -> codec.decode("Paid", 1, broken))
                    .as(broken + " of version 1")
                    .isInstanceOf(EventFormatException.class);
        }
    }

    @Test
    void a_null_document_is_no_event() {
        assertThatThrownBy(() -> codec.decode("Paid", 3, "null")).isInstanceOf(EventFormatException.class);
        assertThatThrownBy(() -> codec.decode("Paid", 1, "null")).isInstanceOf(EventFormatException.class);
    }

    @Test
    void nesting_ends_at_100_levels_in_both_directions() {
        Nested deepest = new Nested(levels(98));

        assertThat(codec.decode("Nested", 1, codec.encode(deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> codec.encode(new Nested(levels(1_000)))).isInstanceOf(EventFormatException.class);
        assertThatThrownBy(
                        () -> codec.decode("Nested", 1, "{\"content\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}"))
                .isInstanceOf(EventFormatException.class);
    }

    @Test
    void nesting_is_limited_in_properties_that_nobody_reads() {
        String deep = "{\"ignored\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";

        assertThatThrownBy(() -> codec.decode("Paid", 3, deep)).isInstanceOf(EventFormatException.class);
    }

    @Test
    void a_document_of_more_than_a_mebibyte_is_refused_in_both_directions() {
        String fits = "x".repeat(MEBIBYTE - 100);
        String tooLong = "x".repeat(MEBIBYTE);

        assertThat(codec.decode("Nested", 1, codec.encode(new Nested(fits)))).isEqualTo(new Nested(fits));
        assertThatThrownBy(() -> codec.encode(new Nested(tooLong)))
                .isInstanceOf(EventFormatException.class)
                .hasMessageContaining("1048576 allowed")
                .hasMessageNotContaining("xxx");
        assertThatThrownBy(() -> codec.decode("Nested", 1, "{\"content\":\"" + tooLong + "\"}"))
                .isInstanceOf(EventFormatException.class);
    }

    @Test
    void the_limits_can_be_set() {
        EventCodec narrow = new JsonEventCodec(TYPES, new JsonEventCodec.Limits(3, 40));

        assertThat(narrow.encode(new Nested(levels(2)))).isEqualTo("{\"content\":[[]]}");
        assertThatThrownBy(() -> narrow.encode(new Nested(levels(3)))).isInstanceOf(EventFormatException.class);
        assertThatThrownBy(() -> narrow.encode(new Nested("x".repeat(40)))).isInstanceOf(EventFormatException.class);
    }

    private static List<Object> levels(int count) {
        List<Object> outer = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            outer = new ArrayList<>(List.of(outer));
        }
        return outer;
    }
}
