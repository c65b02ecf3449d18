package io.millrace.marketplace.inventory;

import static io.millrace.marketplace.inventory.ReservationsTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.contracts.StockReturned;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Commands and events come from Kafka, and answers go there. */
class InventoryOverKafkaTest {

    private static final String PREFIX = "inventory-over-kafka";

    private static InventoryService inventory;

    @BeforeAll
    static void start() {
        inventory = new InventoryService(
                "--millrace.kafka.bootstrap-servers=" + EmbeddedKafka.shared().bootstrapServers(),
                "--millrace.topic-prefix=" + PREFIX,
                "--marketplace.checkout=choreographed");
    }

    @AfterAll
    static void stop() {
        inventory.close();
    }

    @Test
    void a_command_is_answered_with_the_order_as_key() {
        AnOrder order = AnOrder.of(3, inventory.product(5));

        publish("inventory-commands", order, order.reserve());

        assertThat(answers(order, 1)).singleElement().satisfies(record -> {
            assertThat(record.value()).contains("\"orderId\":\"" + order.id + "\"");
            assertThat(record.headers().lastHeader("ce_type").value())
                    .asString()
                    .isEqualTo("StockReserved");
        });
    }

    @Test
    void an_order_goes_its_way_by_commands() {
        String tea = inventory.product(5);
        AnOrder order = AnOrder.of(3, tea);

        publish("inventory-commands", order, order.reserve());
        told(order, granted(order));
        publish("Order", order, order.paid());
        Eventually.holds("it is sold", () -> inventory.state(order.id).equals("SOLD"));
        publish("Order", order, order.cancelled());

        told(order, granted(order), new StockReturned(order.id));
        assertThat(inventory.available(tea)).isEqualTo(5);
    }

    @Test
    void an_order_goes_its_way_by_events() {
        String tea = inventory.product(5);
        AnOrder order = AnOrder.of(3, tea);
        StockReserved reserved = new StockReserved(order.id, "MR-1", "customer-1", order.total(), "card-ok");

        publish("Order", order, order.created());
        told(order, reserved);
        publish("Payment", order, order.paymentFailed());

        told(order, reserved, new StockReleased(order.id));
        assertThat(inventory.available(tea)).isEqualTo(5);
    }

    private static void told(AnOrder order, MarketplaceEvent... events) {
        Eventually.passes(
                "it is told", () -> assertThat(inventory.told(order.id)).containsExactly(events));
    }

    /** As another service would, by an outbox. */
    private static void publish(String aggregateType, AnOrder order, MarketplaceEvent event) {
        inventory.bean(TransactionTemplate.class).executeWithoutResult(transaction -> inventory
                .bean(Outbox.class)
                .add(new OutgoingEvent(aggregateType, order.id.toString(), event)));
    }

    private static List<ConsumerRecord<String, String>> answers(AnOrder order, int number) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                EmbeddedKafka.shared().bootstrapServers(),
                "group.id",
                "answers-" + order.id,
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                "500");
        try (KafkaConsumer<String, String> reader =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            reader.subscribe(List.of(PREFIX + ".inventory"));
            Eventually.holds(number + " answers", () -> {
                for (ConsumerRecord<String, String> next : reader.poll(Duration.ofMillis(100))) {
                    if (order.id.toString().equals(next.key())) {
                        found.add(next);
                    }
                }
                return found.size() >= number;
            });
        }
        return found;
    }
}
