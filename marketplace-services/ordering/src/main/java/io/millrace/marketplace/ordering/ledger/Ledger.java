package io.millrace.marketplace.ordering.ledger;

/** What others need to know of the ledger's upkeep. */
public final class Ledger {

    static final String NAME = "ledger";
    static final int VERSION = 1;

    /** Under which the checkpoint tells how much of the log is folded. */
    public static final String SUBSCRIPTION = "projection:" + NAME + "-v" + VERSION;

    private Ledger() {}
}
