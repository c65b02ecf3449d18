package io.millrace.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import io.millrace.event.EventMetadata;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@NeedsRabbitMq
class RabbitPublisherTest {

    private final String prefix = TestEvents.unique("publisher");
    private final Queue queue = new Queue(prefix, prefix + ".order");
    private final RabbitSettings settings = RabbitSettings.of(
                    Queue.server(), Destinations.perAggregate(prefix), URI.create("/ordering"))
            .with(queue.topology());

    @Test
    void a_message_is_a_persistent_CloudEvent_in_binary_mode() throws Exception {
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

        Delivery received = queue.take().getFirst();
        BasicProperties properties = received.getProperties();
        assertThat(received.getEnvelope().getRoutingKey()).isEqualTo("order.ordercreated");
        assertThat(new String(received.getBody(), UTF_8)).isEqualTo("{\"name\":\"김치\"}");
        assertThat(properties.getMessageId()).isEqualTo(id.toString());
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(headers(properties))
                .containsOnly(
                        entry("cloudEvents:specversion", "1.0"),
                        entry("cloudEvents:id", id.toString()),
                        entry("cloudEvents:type", "OrderCreated"),
                        entry("cloudEvents:dataversion", "2"),
                        entry("cloudEvents:source", "/ordering"),
                        entry("cloudEvents:subject", "order-1"),
                        entry("cloudEvents:time", "2026-03-01T10:15:30.123456Z"),
                        entry("cloudEvents:sequence", "3"),
                        entry("cloudEvents:actor", "kim"),
                        entry("correlationid", "process-1"),
                        entry("causationid", "command-1"),
                        entry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    @Test
    void messages_of_a_key_arrive_in_the_order_of_the_calls() throws Exception {
        List<CompletionStage<?>> outcomes = new ArrayList<>();
        try (RabbitPublisher publisher = RabbitPublisher.open(settings.withWindow(5))) {
            for (int i = 0; i < 700; i++) {
                outcomes.add(publisher.publish(TestEvents.created("order-" + i % 7, i)));
            }
            for (CompletionStage<?> outcome : outcomes) {
                outcome.toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
        }

        Map<String, List<Integer>> numbers = new HashMap<>();
        queue.take().stream().map(queue::decoded).forEach(message -> numbers.computeIfAbsent(
                        String.valueOf(message.key()), key -> new ArrayList<>())
                .add(Integer.parseInt(message.body().replaceAll(".*:(\\d+)}", "$1"))));
        assertThat(numbers).hasSize(7);
        assertThat(numbers.values())
                .allSatisfy(ofKey -> assertThat(ofKey).hasSize(100).isSorted());
    }

    @Test
    void a_message_that_is_too_large_is_refused_at_once() {
        try (RabbitPublisher publisher = RabbitPublisher.open(settings.withLargestMessage(1_000))) {
            CompletableFuture<?> outcome = publisher
                    .publish(TestEvents.message("order-1", "x".repeat(1_001)))
                    .toCompletableFuture();

            assertThat(outcome).isCompletedExceptionally();
            assertThatThrownBy(outcome::get).hasCauseInstanceOf(PublishRefusedException.class);
        }
    }

    @Test
    void a_name_that_no_routing_key_can_have_is_refused() {
        OutgoingMessage sent =
                new OutgoingMessage(0, "x".repeat(300), "1", 0, TestEvents.metadata("OrderCreated"), "{}");

        assertThatThrownBy(() -> publish(settings, sent)).hasCauseInstanceOf(PublishRefusedException.class);
    }

    @Test
    void RL_4_an_exchange_that_may_not_be_written_to_refuses_its_messages_and_holds_up_no_other() throws Exception {
        RabbitMq rabbitMq = RabbitMq.shared();
        String user = TestEvents.unique("reader");
        Queue payments = new Queue(prefix + ".payments", prefix + ".payment");
        publish(settings, TestEvents.created("order-1", 1));
        rabbitMq.user(user, "secret", ".*payment.*");
        RabbitServer asReader = RabbitServer.at(rabbitMq.uri(user + ":secret", rabbitMq.host(), rabbitMq.port()));
        RabbitSettings limited = RabbitSettings.of(asReader, settings.destinations(), settings.source())
                .with(payments.topology());
        try (RabbitPublisher publisher = RabbitPublisher.open(limited)) {
            CompletionStage<?> forbidden = publisher.publish(TestEvents.created("order-1", 2));
            CompletionStage<?> allowed = publisher.publish(
                    new OutgoingMessage(0, "Payment", "1", 0, TestEvents.metadata("OrderPaid"), "{}"));

            allowed.toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> forbidden.toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(PublishRefusedException.class)
                    .hasMessageContaining(queue.exchange());
        } finally {
            rabbitMq.deleteUser(user);
        }
        assertThat(queue.takeBodies()).hasSize(1);
        assertThat(payments.takeBodies()).containsExactly("{}");
    }

    @Test
    void a_message_without_a_queue_waits_and_says_why_and_holds_up_no_other_route() throws Exception {
        try (RabbitPublisher publisher = RabbitPublisher.open(settings)) {
            OutgoingMessage unread = new OutgoingMessage(0, "Parcel", "1", 0, TestEvents.metadata("ParcelSent"), "{}");
            CompletableFuture<?> waiting = publisher.publish(unread).toCompletableFuture();
            publisher
                    .publish(TestEvents.created("order-1", 1))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            Eventually.passes("it says why", () -> assertThat(publisher.trouble())
                    .hasValueSatisfying(
                            why -> assertThat(why).contains("no queue").contains("parcel.parcelsent")));
            assertThat(waiting).isNotDone();

            Queue late = new Queue(prefix + ".late", prefix + ".parcel");
            Queue.channel(channel -> {
                channel.queueDeclare(late.name(), true, false, false, Map.of());
                return channel.queueBind(late.name(), late.exchange(), "parcel.*");
            });

            waiting.get(30, TimeUnit.SECONDS);
            assertThat(late.takeBodies()).containsExactly("{}");
            assertThat(publisher.trouble()).isEmpty();
        }
    }

    @Test
    void RL_3_what_a_full_queue_turns_away_arrives_later_and_in_order() throws Exception {
        Queue full = new Queue(prefix + ".full", queue.exchange());
        Queue.channel(channel -> {
            channel.exchangeDeclare(full.exchange(), "topic", true);
            channel.queueDeclare(
                    full.name(), true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
            return channel.queueBind(full.name(), full.exchange(), "#");
        });
        try (RabbitPublisher publisher = RabbitPublisher.open(settings.with(RabbitTopology.expected()))) {
            List<CompletionStage<?>> outcomes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                outcomes.add(publisher.publish(TestEvents.created("order-1", i)));
            }
            Eventually.passes("it says why", () -> assertThat(publisher.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("could not take")));
            assertThat(outcomes.getLast().toCompletableFuture()).isNotDone();

            List<String> received = new ArrayList<>();
            Eventually.holds("all arrive", () -> {
                received.addAll(full.takeBodies());
                return received.size() >= 4;
            });
            assertThat(received).hasSize(4).isSorted();
        }
    }

    @Test
    void an_unreachable_broker_delays_and_closing_ends_the_wait() {
        RabbitServer nowhere = RabbitServer.at("amqp://guest:secret@127.0.0.1:1");
        RabbitPublisher publisher =
                RabbitPublisher.open(RabbitSettings.of(nowhere, settings.destinations(), settings.source()));
        CompletableFuture<?> outcome =
                publisher.publish(TestEvents.created("order-1", 1)).toCompletableFuture();
        Eventually.passes("it says where", () -> assertThat(publisher.trouble())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("127.0.0.1:1").doesNotContain("secret")));
        assertThat(outcome).isNotDone();

        publisher.close();

        assertThat(outcome).isCompletedExceptionally();
        assertThat(publisher.publish(TestEvents.created("order-1", 2)).toCompletableFuture())
                .isCompletedExceptionally();
    }

    private static void publish(RabbitSettings settings, OutgoingMessage message) throws Exception {
        try (RabbitPublisher publisher = RabbitPublisher.open(settings)) {
            publisher.publish(message).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private static Map<String, String> headers(BasicProperties properties) {
        Map<String, String> headers = new HashMap<>();
        properties.getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
        return headers;
    }
}
