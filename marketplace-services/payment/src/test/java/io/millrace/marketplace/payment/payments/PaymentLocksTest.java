package io.millrace.marketplace.payment.payments;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Consumers and sagas that are after the same payments at the same time. */
class PaymentLocksTest {

    private static final int ROUNDS = 3;
    private static final int ORDERS = 100;
    private static final Duration LONG = Duration.ofMinutes(3);

    @Test
    void whoever_is_after_the_same_payments_never_waits_in_a_circle() {
        PaymentService service = new PaymentService(PaymentService.Mover.SERVICE);
        JdbcClient jdbc = JdbcClient.create(service.database().dataSource());

        try (service) {
            for (int round = 1; round <= ROUNDS; round++) {
                chargeAndRefundAtOnce(service);
            }
            Eventually.holds("every payment is decided", LONG, () -> decided(jdbc) == ROUNDS * ORDERS);
        }

        Eventually.holds("what was counted is reported", LONG, () -> connected(jdbc) == 0);
        assertThat(deadlocks(jdbc)).isZero();
    }

    /** Each consumer's in an order of its own, while the sagas run that the charges have started. */
    private static void chargeAndRefundAtOnce(PaymentService service) {
        List<Asked> orders = Stream.generate(Asked::anOrder).limit(ORDERS).toList();
        List<MarketplaceEvent> charges = orders.stream()
                .<MarketplaceEvent>map(order -> order.charge("card-ok"))
                .toList();
        List<MarketplaceEvent> refunds = orders.stream()
                .<MarketplaceEvent>flatMap(order -> Stream.of(order.refund(), order.refund()))
                .toList();
        List<MarketplaceEvent> cancellations = orders.reversed().stream()
                .<MarketplaceEvent>map(Asked::cancelled)
                .toList();

        service.deliverAt(0, charges);
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> service.deliverAt(1, refunds)),
                        CompletableFuture.runAsync(() -> service.deliverAt(2, cancellations)))
                .join();
    }

    /** Charged and given back, or never taken. */
    private static long decided(JdbcClient jdbc) {
        return count(jdbc, """
                SELECT count(*) FROM payment.payments
                WHERE status = 'REFUNDED' OR status = 'FAILED' AND refund_reason IS NOT NULL
                """);
    }

    /** A connection reports what it has counted when it ends. */
    private static long connected(JdbcClient jdbc) {
        return count(jdbc, """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """);
    }

    private static long deadlocks(JdbcClient jdbc) {
        return count(jdbc, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    private static long count(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
