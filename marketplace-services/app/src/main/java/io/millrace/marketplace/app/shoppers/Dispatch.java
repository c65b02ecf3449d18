package io.millrace.marketplace.app.shoppers;

import io.millrace.marketplace.app.shoppers.ShopApi.Listed;
import io.millrace.marketplace.app.shoppers.ShopApi.OrderPage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ships what shoppers have paid, and nobody else's orders. It knows of them from the shop's lists only, so it goes on
 * where another process stopped. For use by one thread.
 */
final class Dispatch {

    private static final Duration TO_PACK = Duration.ofSeconds(3);
    private static final int LAST_PAGE = 20;

    private final ShopApi shop;
    private final Clock clock;
    private final List<Shopper> shoppers = Shopper.all();
    private final Map<Shopper, Integer> olderPages = new HashMap<>();
    private int turn;

    Dispatch(ShopApi shop, Clock clock) {
        this.shop = shop;
        this.clock = clock;
    }

    /** Looks after the orders of the shopper whose turn it is: the newest, and some of the older ones. */
    void next() {
        Shopper shopper = shoppers.get(turn++ % shoppers.size());
        OrderPage newest = shop.orders(shopper, 0);
        newest.items().forEach(this::shipIfPacked);
        if (newest.hasNext()) {
            int page = olderPages.getOrDefault(shopper, 1);
            OrderPage older = shop.orders(shopper, page);
            older.items().forEach(this::shipIfPacked);
            olderPages.put(shopper, older.hasNext() && page < LAST_PAGE ? page + 1 : 1);
        }
    }

    private void shipIfPacked(Listed order) {
        Instant paidBefore = clock.instant().minus(TO_PACK);
        if (order.status().equals("PAID") && order.updatedAt().isBefore(paidBefore)) {
            shop.ship(order.orderId(), "PARCEL-" + order.orderNumber());
        }
    }
}
