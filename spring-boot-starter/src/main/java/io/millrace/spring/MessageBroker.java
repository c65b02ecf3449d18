package io.millrace.spring;

import io.millrace.outbox.Destinations;
import io.millrace.outbox.Publisher;
import java.util.function.Supplier;

/** What relays publish to and consumers read from. */
interface MessageBroker extends ConsumerFeed {

    /** Opens a publisher each time it is asked; neither this nor opening waits for the broker. */
    Supplier<Publisher> publishers(Destinations destinations);
}
