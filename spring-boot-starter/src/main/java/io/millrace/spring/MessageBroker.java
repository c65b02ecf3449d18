package io.millrace.spring;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.Publisher;
import java.util.function.Supplier;

/** What relays publish to and consumers read from. */
interface MessageBroker {

    /** Opens a publisher each time it is asked; neither this nor opening waits for the broker. */
    Supplier<Publisher> publishers(Destinations destinations);

    /**
     * Starts a consumer, without waiting for the broker.
     *
     * @param concurrency transactions that it may have at the same time
     */
    RunningConsumer start(EventConsumer consumer, ConsumerEnvironment environment, int concurrency);
}
