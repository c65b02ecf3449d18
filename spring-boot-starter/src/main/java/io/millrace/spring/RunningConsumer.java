package io.millrace.spring;

import io.millrace.consumer.ConsumerStats;
import java.util.Optional;

/** A consumer while it runs. */
interface RunningConsumer extends AutoCloseable {

    String name();

    ConsumerStats stats();

    /** Messages that it has before it. */
    long lag();

    /** What it fails with at present. */
    Optional<Throwable> failure();

    @Override
    void close();
}
