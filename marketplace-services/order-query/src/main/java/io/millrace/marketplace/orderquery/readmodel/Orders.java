package io.millrace.marketplace.orderquery.readmodel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Orders to look at, in the state that the read model has reached. Safe for use by many threads. */
@Component
public final class Orders {

    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(250);

    private final OrderTable table;
    private final Arrivals arrivals;
    private final Duration patience;

    Orders(OrderTable table, Arrivals arrivals, @Value("${marketplace.longest-wait:5s}") Duration patience) {
        this.table = table;
        this.arrivals = arrivals;
        this.patience = patience;
    }

    /** The order, as far as it is known; empty if nothing is. */
    public Optional<OrderDetail> find(UUID orderId) {
        return table.find(orderId);
    }

    /**
     * The order once it has the version; after a few seconds, as far as it is known then. No connection is held
     * while it waits.
     */
    public Optional<OrderDetail> findAt(UUID orderId, long version) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            CountDownLatch news = arrivals.next(orderId);
            Optional<OrderDetail> found = table.find(orderId);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (found.filter(order -> order.version() >= version).isPresent() || !left.isPositive()) {
                arrivals.forget(orderId, news);
                return found;
            }
            arrivals.await(orderId, news, left.compareTo(LOOK_AGAIN_AFTER) < 0 ? left : LOOK_AGAIN_AFTER);
        }
    }

    /** A customer's orders, newest first. */
    public List<OrderDetail> list(String customerId, long offset, int limit) {
        return table.list(customerId, offset, limit);
    }

    /** The orders of everybody that were placed last, newest first. */
    public List<OrderSummary> latest(int limit) {
        return table.latest(limit);
    }
}
