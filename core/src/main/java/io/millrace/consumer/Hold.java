package io.millrace.consumer;

import java.time.Duration;

/**
 * The right to commit for a partition (CO-6): the fence of a broker's partition, or the lease of a log's lane. Every
 * batch transaction holds it, so that whoever takes the partition over waits for that transaction's end or shuts it
 * out.
 */
public interface Hold {

    /**
     * Holds the partition for the caller's transaction, and lets the database end that transaction where it stands
     * still for {@code longest}.
     *
     * @throws FencedException if the partition has gone to somebody else; the transaction must roll back
     */
    void hold(Duration longest);

    /**
     * The right to go on after a transaction was given up that may not have ended: what it still does must not commit.
     * Where a transaction can only commit while it holds the partition, that is this right.
     *
     * @throws FencedException if the partition has gone to somebody else
     */
    default Hold renewed() {
        return this;
    }
}
