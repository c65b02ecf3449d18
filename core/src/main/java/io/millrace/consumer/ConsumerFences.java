package io.millrace.consumer;

import java.time.Duration;

/**
 * Keeps a consumer that lost its partition from committing (CO-6): every assignment raises the partition's epoch,
 * and every batch transaction names the epoch that it was assigned.
 */
public interface ConsumerFences {

    /** The right to commit for a partition. */
    record Fence(String consumer, String topic, int partition, long epoch) {}

    /** Raises the epoch of the partition, in a transaction of its own, and returns the new right. */
    Fence raise(String consumer, String topic, int partition);

    /**
     * Raises the epoch of a partition that nobody has taken since, in a transaction of its own.
     *
     * @throws FencedException if somebody has
     */
    Fence renew(Fence fence);

    /**
     * Holds the partition for the caller's transaction, and lets the database end that transaction where it stands
     * still for {@code longest}.
     *
     * @throws FencedException if the epoch has been raised since; the transaction must roll back
     */
    void hold(Fence fence, Duration longest);

    /** Lets the database end the caller's transaction where it stands still for {@code longest}. */
    void limit(Duration longest);

    /** Raises the epoch and gives the new right to a {@link PartitionProcessor}. */
    default Hold take(String consumer, String topic, int partition) {
        return new FenceHold(this, raise(consumer, topic, partition));
    }
}
