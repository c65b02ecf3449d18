package io.millrace.marketplace.payment.processor;

/** The processor refuses, for good. Nothing has happened. */
public final class CardDeclinedException extends Exception {

    private static final String UNKNOWN_CARD = "unknown card";

    private final String reason;

    public CardDeclinedException(String reason) {
        super("the card processor refuses: " + reason);
        this.reason = reason;
    }

    /** For the customer to read. */
    public String reason() {
        return reason;
    }

    /** Whether the processor does not know the card. */
    public boolean isOfUnknownCard() {
        return reason.equals(UNKNOWN_CARD);
    }
}
