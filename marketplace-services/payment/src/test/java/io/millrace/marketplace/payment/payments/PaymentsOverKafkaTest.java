package io.millrace.marketplace.payment.payments;

import static io.millrace.marketplace.payment.payments.Asked.PRICE;
import static io.millrace.marketplace.payment.payments.Asked.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.payment.PaymentApplication;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with a broker, a processor and sagas that nobody holds back. */
class PaymentsOverKafkaTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<Object> told = new CopyOnWriteArrayList<>();
    private final String topics = "payments-" + UUID.randomUUID();
    private final Asked order = anOrder();
    private ConfigurableApplicationContext service;

    @BeforeEach
    void start() {
        EventConsumer listener = EventConsumer.named("listener")
                .topic(topics + ".payment")
                .on(PaymentCompleted.class, received -> told.add(received.event()))
                .on(PaymentFailed.class, received -> told.add(received.event()))
                .on(PaymentRefunded.class, received -> told.add(received.event()));
        service = PaymentApplication.application()
                .initializers(starting -> starting.getBeanFactory().registerSingleton("listener", listener))
                .run(
                        "--server.port=0",
                        "--spring.datasource.url="
                                + EmbeddedPostgres.shared().newDatabase().jdbcUrl(),
                        "--marketplace.checkout=choreographed",
                        "--marketplace.card-processor.port=0",
                        "--millrace.topic-prefix=" + topics,
                        "--millrace.kafka.bootstrap-servers="
                                + EmbeddedKafka.shared().bootstrapServers());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void a_charge_is_completed_and_a_refund_gives_the_money_back() {
        send("Payment-Commands", order.charge("card-ok"));
        PaymentCompleted completed = told(PaymentCompleted.class);
        send("Payment-Commands", order.refund());
        PaymentRefunded refunded = told(PaymentRefunded.class);

        assertThat(completed.orderId()).isEqualTo(order.orderId());
        assertThat(completed.amount()).isEqualTo(PRICE);
        assertThat(refunded).isEqualTo(order.refunded(28_000));
    }

    @Test
    void a_declined_card_fails_the_payment() {
        send("Payment-Commands", order.charge("card-declined"));

        assertThat(told(PaymentFailed.class)).isEqualTo(order.failed("card declined", "CARD_DECLINED"));
    }

    @Test
    void where_nobody_conducts_the_checkout_reserved_goods_are_charged() {
        send("Inventory", new StockReserved(order.orderId(), "MR-100001", "customer-1", PRICE, "card-ok"));

        assertThat(told(PaymentCompleted.class).amount()).isEqualTo(PRICE);
    }

    private void send(String aggregateType, MarketplaceEvent event) {
        Outbox outbox = service.getBean(Outbox.class);
        service.getBean(Transactions.class)
                .run(() -> outbox.add(
                        new OutgoingEvent(aggregateType, order.orderId().toString(), event)));
    }

    private <E> E told(Class<E> type) {
        Eventually.holds(type.getSimpleName(), LONG, () -> told.stream().anyMatch(type::isInstance));
        return told.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
