package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.CloudEvents;
import io.millrace.event.EventMetadata;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.testkit.EmbeddedKafka;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class KafkaPublisherTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();

    private final String prefix = TestEvents.unique("publisher");
    private final KafkaSettings settings =
            KafkaSettings.of(KAFKA.bootstrapServers(), Destinations.perAggregate(prefix), URI.create("/ordering"));
    private final Topic topic = new Topic(KAFKA, prefix + ".order");

    @Test
    void a_record_is_a_CloudEvent_in_binary_mode() throws Exception {
        UUID id = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
        EventMetadata metadata = new EventMetadata(
                id,
                "OrderCreated",
                2,
                Instant.parse("2026-03-01T10:15:30.123456Z"),
                "process-1",
                "command-1",
                "kim",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        publish(settings, new OutgoingMessage(7, "Order", "order-1", 3, metadata, "{\"name\":\"김치\"}"));

        ConsumerRecord<byte[], byte[]> received = topic.records().getFirst();
        assertThat(new String(received.key(), UTF_8)).isEqualTo("order-1");
        assertThat(new String(received.value(), UTF_8)).isEqualTo("{\"name\":\"김치\"}");
        assertThat(Topic.headers(received))
                .containsOnly(
                        entry("ce_specversion", "1.0"),
                        entry("ce_id", id.toString()),
                        entry("ce_type", "OrderCreated"),
                        entry("ce_dataversion", "2"),
                        entry("ce_source", "/ordering"),
                        entry("ce_subject", "order-1"),
                        entry("ce_time", "2026-03-01T10:15:30.123456Z"),
                        entry("ce_sequence", "3"),
                        entry("ce_actor", "kim"),
                        entry("correlationid", "process-1"),
                        entry("causationid", "command-1"),
                        entry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                        entry("content-type", "application/json"));
    }

    @Test
    void what_is_published_is_read_back_the_same() throws Exception {
        OutgoingMessage sent = TestEvents.created("order-1", 1);

        publish(settings, sent);

        var received = Wire.decode(topic.records().getFirst());
        assertThat(CloudEvents.metadata(received.attributes())).isEqualTo(sent.metadata());
        assertThat(received.body()).isEqualTo(sent.payload());
        assertThat(received.key()).isEqualTo("order-1");
    }

    @Test
    void a_foreign_header_never_passes_for_an_attribute() {
        OutgoingMessage sent = TestEvents.created("order-1", 1);
        ProducerRecord<byte[], byte[]> encoded = Wire.encode(topic.name(), sent, URI.create("/ordering"));
        List.of("id", "type", "time", "sequence", "header.id")
                .forEach(name -> encoded.headers().add(name, "foreign".getBytes(UTF_8)));
        Topic.create(KAFKA, topic.name(), 1).write(List.of(encoded));

        var attributes = Wire.decode(topic.records().getFirst()).attributes();

        assertThat(CloudEvents.metadata(attributes)).isEqualTo(sent.metadata());
        assertThat(CloudEvents.sequence(attributes)).isZero();
        assertThat(attributes)
                .contains(entry("header.id", "foreign"), entry("header.header.id", "foreign"))
                .contains(entry("content-type", "application/json"));
    }

    @Test
    void a_missing_topic_is_made_as_configured_and_keeps_everything() throws Exception {
        publish(settings.with(MissingTopics.create(3, 1)), TestEvents.created("order-1", 1));

        assertThat(topic.partitions()).isEqualTo(3);
        assertThat(configuration("retention.ms")).isEqualTo("-1");
        assertThat(configuration("cleanup.policy")).isEqualTo("delete");
    }

    @Test
    void retention_is_what_was_configured() throws Exception {
        publish(
                settings.with(MissingTopics.create(1, 1).retaining(Duration.ofDays(3))),
                TestEvents.created("order-1", 1));

        assertThat(configuration("retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(3).toMillis()));
    }

    @Test
    void a_topic_for_each_event_type_is_named_after_the_type() throws Exception {
        KafkaSettings perType =
                KafkaSettings.of(KAFKA.bootstrapServers(), Destinations.perEventType(prefix), URI.create("/ordering"));

        publish(perType, TestEvents.created("order-1", 1));

        assertThat(new Topic(KAFKA, prefix + ".order.created").records()).hasSize(1);
    }

    @Test
    void a_missing_topic_that_must_not_be_made_is_refused() {
        assertThatThrownBy(() -> publish(settings.with(MissingTopics.refuse()), TestEvents.created("order-1", 1)))
                .hasCauseInstanceOf(PublishRefusedException.class)
                .hasMessageContaining(topic.name());
    }

    @Test
    void a_name_that_no_topic_can_have_is_refused() {
        OutgoingMessage sent = new OutgoingMessage(0, "Sales Order", "1", 0, TestEvents.metadata("OrderCreated"), "{}");

        assertThatThrownBy(() -> publish(settings, sent)).hasCauseInstanceOf(PublishRefusedException.class);
    }

    @Test
    void a_message_that_is_too_large_is_refused_at_once() {
        try (KafkaPublisher publisher = KafkaPublisher.open(settings)) {
            CompletableFuture<?> outcome = publisher
                    .publish(TestEvents.message("order-1", "x".repeat(3 << 20)))
                    .toCompletableFuture();

            assertThat(outcome).isCompletedExceptionally();
            assertThatThrownBy(outcome::get).hasCauseInstanceOf(PublishRefusedException.class);
        }
    }

    @Test
    void a_message_that_only_the_topic_finds_too_large_is_refused_and_later_ones_pass() throws Exception {
        Topic.create(KAFKA, topic.name(), 1);
        topic.admin(admin -> admin.incrementalAlterConfigs(Map.of(resource(), List.of(smallMessages())))
                .all()
                .get());
        try (KafkaPublisher publisher = KafkaPublisher.open(settings.with(Map.of("compression.type", "none")))) {
            CompletionStage<?> tooLarge = publisher.publish(TestEvents.message("order-1", "x".repeat(200_000)));
            CompletionStage<?> small = publisher.publish(TestEvents.created("order-2", 1));

            small.toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> tooLarge.toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(PublishRefusedException.class);
        }
    }

    @Test
    void messages_of_a_key_arrive_in_the_order_of_the_calls() throws Exception {
        List<CompletionStage<?>> outcomes = new ArrayList<>();
        try (KafkaPublisher publisher = KafkaPublisher.open(settings)) {
            for (int i = 0; i < 2_000; i++) {
                outcomes.add(publisher.publish(TestEvents.created("order-" + i % 7, i)));
            }
            for (CompletionStage<?> outcome : outcomes) {
                outcome.toCompletableFuture().get(30, TimeUnit.SECONDS);
            }
        }

        List<ConsumerRecord<byte[], byte[]>> received = topic.records();
        assertThat(received).hasSize(2_000);
        for (int key = 0; key < 7; key++) {
            String wanted = "order-" + key;
            assertThat(received.stream()
                            .filter(r -> new String(r.key(), UTF_8).equals(wanted))
                            .map(r -> Integer.parseInt(new String(r.value(), UTF_8).replaceAll(".*:(\\d+)}", "$1"))))
                    .isSorted();
        }
    }

    @Test
    void an_unreachable_broker_delays_and_closing_ends_the_wait() {
        KafkaSettings nobody = KafkaSettings.of("127.0.0.1:1", Destinations.perAggregate(prefix), URI.create("/"));
        KafkaPublisher publisher = KafkaPublisher.open(nobody);
        CompletableFuture<?> outcome =
                publisher.publish(TestEvents.created("order-1", 1)).toCompletableFuture();
        assertThat(outcome).isNotDone();

        publisher.close();

        assertThat(outcome).isCompletedExceptionally();
        assertThat(publisher.publish(TestEvents.created("order-1", 2)).toCompletableFuture())
                .isCompletedExceptionally();
    }

    private static void publish(KafkaSettings settings, OutgoingMessage message) throws Exception {
        try (KafkaPublisher publisher = KafkaPublisher.open(settings)) {
            publisher.publish(message).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private String configuration(String name) {
        return topic.admin(admin ->
                        admin.describeConfigs(List.of(resource())).all().get())
                .values()
                .iterator()
                .next()
                .get(name)
                .value();
    }

    private ConfigResource resource() {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static AlterConfigOp smallMessages() {
        return new AlterConfigOp(new ConfigEntry("max.message.bytes", "100000"), AlterConfigOp.OpType.SET);
    }
}
