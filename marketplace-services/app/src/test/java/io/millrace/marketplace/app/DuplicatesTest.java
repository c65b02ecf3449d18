package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Order;
import io.millrace.testkit.Eventually;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DuplicatesTest {

    private static final String ORDERS = "marketplace.order";

    private final Shop shop = SharedMarketplace.shop();

    @Test
    void CO_1_the_topic_delivered_twice_and_shuffled_gives_one_mail_an_order_and_the_same_read_model() {
        List<Order> orders = Stream.generate(shop::place).limit(8).toList();
        orders.forEach(order -> shop.detailWhen(order, "PAID"));
        orders.forEach(order -> Eventually.passes(
                "the order is confirmed", () -> assertThat(shop.mails(order)).hasSize(1)));
        Eventually.passes("the read model has all of it", () -> assertThat(readModel(orders))
                .allSatisfy(order ->
                        assertThat(Shop.text(order, "confirmationSentAt")).isNotEmpty()));
        List<JsonNode> before = readModel(orders);
        Topic topic = new Topic(SharedMarketplace.running().kafka().bootstrapServers(), ORDERS);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(topic.all());

        Collections.shuffle(records, new Random(4711));
        topic.produce(records);

        Order last = shop.place();
        Eventually.passes("what was produced again is consumed", () -> {
            assertThat(topic.lag("email-service")).isZero();
            assertThat(shop.mails(last)).hasSize(1);
            shop.detail(last, 2);
        });
        assertThat(records).hasSizeGreaterThanOrEqualTo(12);
        assertThat(readModel(orders)).isEqualTo(before);
        assertThat(orders).allSatisfy(order -> assertThat(shop.mails(order)).hasSize(1));
    }

    private List<JsonNode> readModel(List<Order> orders) {
        return orders.stream().map(order -> shop.detail(order, 2)).toList();
    }
}
