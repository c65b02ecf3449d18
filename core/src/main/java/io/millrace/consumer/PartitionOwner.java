package io.millrace.consumer;

import java.util.List;

/** Whoever feeds a partition's messages to a {@link PartitionWorker}; called on the worker's thread. */
public interface PartitionOwner {

    /**
     * Takes the right to the partition: before the first batch, and again after it was lost and confirmed. May block;
     * what it throws is repeated with a backoff.
     */
    PartitionProcessor take();

    /**
     * The first so many of the messages that were offered and not finished before: their effects have committed, so
     * they may be acknowledged.
     */
    void finished(List<IncomingMessage> messages);

    /** The right was lost. Nothing more is begun until {@link PartitionWorker#confirm} or {@code stop}. */
    void fenced();

    /** A round has ended: there may be room for more messages. */
    default void progressed() {}
}
