package io.millrace.spring;

import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.Replay;
import io.millrace.consumer.Retrying;
import java.util.List;
import java.util.Optional;

/** A consumer while it runs. */
interface RunningConsumer extends AutoCloseable {

    String name();

    ConsumerStats stats();

    /** Messages that it has before it. */
    long lag();

    /** What it fails with at present. */
    Optional<Throwable> failure();

    /** What it repeats at present. */
    List<Retrying> retrying();

    /** Handles nothing until {@link #resume}. */
    void pause();

    void resume();

    boolean paused();

    /**
     * Reads again what this instance has.
     *
     * @throws IllegalArgumentException if the broker keeps nothing to be read again
     */
    void replay(Replay replay);

    @Override
    void close();
}
