package io.millrace.marketplace.payment.simulator;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request with a card.
 *
 * @param refusal why it is declined; null if it is not
 */
record Fate(@Nullable String refusal, Delivery delivery) {

    /** How a request and its answer travel. */
    enum Delivery {
        AT_ONCE,
        SLOW,
        /** The request takes effect, and its answer is lost. */
        LOST,
        /** The request arrives twice at the same moment. */
        TWICE
    }

    private static final int ALL = 100;

    static Fate ofAuthorisation(String card, SimulatorSettings settings, Random chance) {
        return switch (card) {
            case "card-ok" -> {
                boolean declined = strikes(settings.declinedPercent(), chance);
                Delivery delivery = strikes(settings.slowPercent(), chance) ? Delivery.SLOW : Delivery.AT_ONCE;
                yield new Fate(declined ? "card declined" : null, delivery);
            }
            case "card-declined" -> new Fate("card declined", Delivery.AT_ONCE);
            case "card-slow", "card-timeout", "card-twice" -> new Fate(null, ofToken(card));
            default -> new Fate("unknown card", Delivery.AT_ONCE);
        };
    }

    static Fate ofCharge(String card, SimulatorSettings settings, Random chance) {
        if (!card.equals("card-ok")) {
            return new Fate(null, ofToken(card));
        }
        boolean lost = strikes(settings.timeoutAfterChargePercent(), chance);
        boolean slow = strikes(settings.slowPercent(), chance);
        return new Fate(null, lost ? Delivery.LOST : slow ? Delivery.SLOW : Delivery.AT_ONCE);
    }

    private static Delivery ofToken(String card) {
        return switch (card) {
            case "card-slow" -> Delivery.SLOW;
            case "card-timeout" -> Delivery.LOST;
            case "card-twice" -> Delivery.TWICE;
            default -> Delivery.AT_ONCE;
        };
    }

    private static boolean strikes(int percent, Random chance) {
        return chance.nextInt(ALL) < percent;
    }
}
