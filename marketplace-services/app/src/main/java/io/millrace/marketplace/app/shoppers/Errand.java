package io.millrace.marketplace.app.shoppers;

import java.util.random.RandomGenerator;

/** What a shopper comes for. */
enum Errand {
    BUY(78),
    PAY_BY_A_CARD_THAT_IS_DECLINED(8),
    WANT_MORE_THAN_THERE_IS(4),
    CALL_OFF_BEFORE_PAYMENT(3),
    CALL_OFF_AFTER_PAYMENT(3),
    SEND_THE_ORDER_TWICE(4);

    private static final int ALL = 100;

    private final int percent;

    Errand(int percent) {
        this.percent = percent;
    }

    static Errand any(RandomGenerator chance) {
        int left = chance.nextInt(ALL);
        for (Errand errand : values()) {
            left -= errand.percent;
            if (left < 0) {
                return errand;
            }
        }
        return BUY;
    }

    /** The card's token; a slow one leaves time to call the order off. */
    String card() {
        return switch (this) {
            case PAY_BY_A_CARD_THAT_IS_DECLINED -> "card-declined";
            case CALL_OFF_BEFORE_PAYMENT -> "card-slow";
            case BUY, WANT_MORE_THAN_THERE_IS, CALL_OFF_AFTER_PAYMENT, SEND_THE_ORDER_TWICE -> "card-ok";
        };
    }
}
