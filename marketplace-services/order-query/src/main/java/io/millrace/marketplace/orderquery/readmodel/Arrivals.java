package io.millrace.marketplace.orderquery.readmodel;

import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Wakes those in this process who wait for news of an order. A hint only: one that waits here while another
 * process folds the event hears nothing, so all look again after a while.
 */
@Component
final class Arrivals {

    private final ConcurrentHashMap<UUID, CountDownLatch> expected = new ConcurrentHashMap<>();

    /** To be taken before the order is looked up, so that no news is missed in between. */
    CountDownLatch next(UUID orderId) {
        return expected.computeIfAbsent(orderId, id -> new CountDownLatch(1));
    }

    /** Waits for the news; gives up its place, so that orders nobody asks for any more are forgotten. */
    void await(UUID orderId, CountDownLatch news, Duration atMost) throws InterruptedException {
        if (!news.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            expected.remove(orderId, news);
        }
    }

    void forget(UUID orderId, CountDownLatch news) {
        expected.remove(orderId, news);
    }

    void arrived(Collection<UUID> orderIds) {
        for (UUID orderId : orderIds) {
            CountDownLatch news = expected.remove(orderId);
            if (news != null) {
                news.countDown();
            }
        }
    }
}
