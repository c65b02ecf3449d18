package io.millrace.consumer;

import java.time.Instant;

/** Where to read again from. */
public sealed interface Replay {

    /** From the first message that is still there. */
    record Beginning() implements Replay {}

    /** From the first message written at that time or later. */
    record Since(Instant time) implements Replay {}

    /** One partition, from that message on. */
    record From(IncomingMessage.Origin origin) implements Replay {
        public From {
            if (origin.partition() < 0 || origin.offset() < 0) {
                throw new IllegalArgumentException("partitions and offsets begin with 0, not " + origin);
            }
        }
    }
}
