package io.millrace.spring;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;

/** What consumers read from. */
interface ConsumerFeed {

    /**
     * Starts a consumer, without waiting for what it reads from.
     *
     * @param concurrency transactions that it may have at the same time
     * @throws StartRefusedException if nothing can ever reach it
     */
    RunningConsumer start(EventConsumer consumer, ConsumerEnvironment environment, int concurrency);
}
