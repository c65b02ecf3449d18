package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.deadletter.DeadLetter;
import io.millrace.event.EventFormatException;
import io.millrace.event.NewerEventVersionException;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CO-4: what can't be read is parked with cause and payload, and the partition goes on. */
class BadInputTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("bad-input");
    private final Topic topic = Topic.create(KAFKA, name, 1, "max.message.bytes", Integer.toString(3 << 20));
    private final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
    private final KafkaEventConsumer consumer = KafkaEventConsumer.start(
            EventConsumer.named(name).topic(name).on(OrderCreated.class, received -> backbone.effect(name, received)),
            backbone.consuming(),
            KafkaConsumerSettings.of(KAFKA.bootstrapServers()));

    @BeforeEach
    void begin() {
        good(1);
    }

    @AfterEach
    void close() {
        consumer.close();
        backbone.close();
    }

    @Test
    void CO_4_JSON_that_can_not_be_parsed_is_parked() {
        bad("{\"orderId\": ", headers -> {});

        DeadLetter parked = parked();
        assertThat(parked.payload()).isEqualTo("{\"orderId\": ");
        assertThat(parked.failure().errorClass()).isEqualTo(EventFormatException.class.getName());
        assertThat(parked.type()).isEqualTo("OrderCreated");
        assertThat(parked.key()).isEqualTo("order-2");
        assertThat(parked.location()).isEqualTo(name + "-0@1");
        assertThat(parked.attempts()).isEqualTo(1);
    }

    @Test
    void CO_4_a_message_without_an_id_is_parked() {
        bad("{}", headers -> headers.remove("ce_id"));

        assertThat(parked().failure().message()).contains("'id'");
    }

    @Test
    void CO_4_a_message_whose_id_is_a_foreign_header_is_parked() {
        bad("{}", headers -> headers.add("id", headers.lastHeader("ce_id").value())
                .remove("ce_id"));

        assertThat(parked().failure().message()).contains("'id'");
    }

    @Test
    void CO_4_a_message_without_a_type_is_parked() {
        bad("{}", headers -> headers.remove("ce_type"));

        assertThat(parked().failure().message()).contains("'type'");
    }

    @Test
    void CO_4_a_thousand_levels_of_nesting_are_parked() {
        String deep = "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000);
        bad(deep, headers -> {});

        DeadLetter parked = parked();
        assertThat(parked.payload()).isEqualTo(deep);
        assertThat(parked.failure().errorClass()).isEqualTo(EventFormatException.class.getName());
    }

    @Test
    void CO_4_a_record_of_2_MiB_is_parked_whole() {
        String large = "{\"orderId\":\"" + "x".repeat(2 << 20) + "\"}";
        bad(large, headers -> {});

        DeadLetter parked = parked();
        assertThat(parked.payload()).isEqualTo(large);
        assertThat(parked.failure().errorClass()).isEqualTo(EventFormatException.class.getName());
    }

    @Test
    void CO_4_a_newer_version_of_a_known_type_is_parked() {
        bad("{}", headers -> headers.remove("ce_dataversion").add("ce_dataversion", "2".getBytes(UTF_8)));

        assertThat(parked().failure().errorClass()).isEqualTo(NewerEventVersionException.class.getName());
    }

    @Test
    void CO_4_headers_that_are_junk_are_parked() {
        byte[] noUtf8 = {(byte) 0xC3, 0x28, 0, (byte) 0xFF};
        bad("{}", headers -> headers.remove("ce_id")
                .add("ce_id", noUtf8)
                .add("", noUtf8)
                .add("ce_time", null));

        assertThat(parked().eventId()).isNull();
    }

    @Test
    void CO_4_a_tombstone_is_parked() {
        written.add(new ProducerRecord<>(name, 0, "order-2".getBytes(UTF_8), null));

        assertThat(parked().payload()).isEmpty();
    }

    @Test
    void CO_4_a_body_with_NUL_and_without_a_key_is_parked() {
        ProducerRecord<byte[], byte[]> valid = TestEvents.record(name, "order-1", "x");
        byte[] body = {'{', 0, (byte) 0xFF};
        written.add(new ProducerRecord<>(name, 0, null, null, body, valid.headers()));

        DeadLetter parked = parked();
        assertThat(parked.key()).isNull();
        assertThat(parked.payload()).isEqualTo("{\uFFFD\uFFFD");
    }

    @Test
    void a_type_without_a_handler_is_skipped_and_counted() {
        bad("{}", headers -> headers.remove("ce_type").add("ce_type", "OrderPaid".getBytes(UTF_8)));
        bad("{", headers -> headers.remove("ce_type").add("ce_type", "NeverHeardOf".getBytes(UTF_8)));
        goodAtTheEnd();

        assertThat(backbone.parkedBy(name)).isEmpty();
        Eventually.passes(
                "they are counted", () -> assertThat(consumer.stats().skipped()).isEqualTo(2));
    }

    private void good(int number) {
        written.add(TestEvents.record(name, "order-1", TestEvents.CODEC.encode(new OrderCreated("order-1", number))));
    }

    private void bad(String body, Consumer<Headers> spoil) {
        ProducerRecord<byte[], byte[]> spoiled = TestEvents.record(name, "order-2", body);
        spoil.accept(spoiled.headers());
        written.add(spoiled);
    }

    private void goodAtTheEnd() {
        good(2);
        topic.write(written);
        Eventually.passes("what comes after it is handled", () -> assertThat(backbone.numbers(name, "order-1"))
                .containsExactly(1, 2));
    }

    private DeadLetter parked() {
        goodAtTheEnd();
        List<DeadLetter> all = backbone.parkedBy(name);
        assertThat(all).hasSize(1);
        Eventually.passes(
                "it is counted", () -> assertThat(consumer.stats().parked()).isEqualTo(1));
        return all.getFirst();
    }
}
