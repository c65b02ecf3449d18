package io.millrace.consumer;

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
     * Holds the partition for the caller's transaction.
     *
     * @throws FencedException if the epoch has been raised since; the transaction must roll back
     */
    void hold(Fence fence);
}
