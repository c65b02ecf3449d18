package io.millrace.marketplace.app.shoppers;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A shopper in the shop. */
record Visit(ShopApi shop, CountDownLatch closing, Random chance) {

    private static final Duration TO_THINK_AGAIN = Duration.ofMillis(200);
    private static final Duration TO_BE_PAID = Duration.ofMillis(2_500);

    /** Orders once, and changes one's mind perhaps. */
    void run() throws InterruptedException {
        List<Shopper> all = Shopper.all();
        Shopper shopper = all.get(chance.nextInt(all.size()));
        Errand errand = Errand.any(chance);
        NewOrder order = NewOrder.of(shopper, errand, shop.skus(), chance);
        String key = UUID.randomUUID().toString();
        String orderId = shop.place(order, shopper.languages(), key);
        switch (errand) {
            case BUY, PAY_BY_A_CARD_THAT_IS_DECLINED, WANT_MORE_THAN_THERE_IS -> {}
            case SEND_THE_ORDER_TWICE -> shop.place(order, shopper.languages(), key);
            case CALL_OFF_BEFORE_PAYMENT -> cancelAfter(TO_THINK_AGAIN, orderId, "ordered by mistake");
            case CALL_OFF_AFTER_PAYMENT -> cancelAfter(TO_BE_PAID, orderId, "found it elsewhere");
        }
    }

    private void cancelAfter(Duration time, String orderId, String reason) throws InterruptedException {
        if (!orderId.isEmpty() && !closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            shop.cancel(orderId, reason);
        }
    }
}
