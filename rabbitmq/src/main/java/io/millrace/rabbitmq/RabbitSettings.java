package io.millrace.rabbitmq;

import io.millrace.outbox.Destinations;
import java.net.URI;

/**
 * How events are published to RabbitMQ.
 *
 * @param destinations the names of topics, each of them an exchange
 * @param source the CloudEvents source, such as {@code /ordering}
 * @param window unconfirmed messages at the most
 * @param largestMessage bytes of the largest body; keep it below the server's {@code max_message_size}
 */
public record RabbitSettings(
        RabbitServer server,
        Destinations destinations,
        URI source,
        RabbitTopology topology,
        int window,
        int largestMessage) {

    private static final int USUAL_WINDOW = 1_000;
    private static final int LARGEST_MESSAGE = 15 << 20;

    public RabbitSettings {
        if (window < 1 || largestMessage < 1) {
            throw new IllegalArgumentException("window and largest message are at least 1");
        }
    }

    /** Makes what is missing, with 1,000 unconfirmed messages and bodies up to 15 MiB. */
    public static RabbitSettings of(RabbitServer server, Destinations destinations, URI source) {
        return new RabbitSettings(
                server, destinations, source, RabbitTopology.declared(), USUAL_WINDOW, LARGEST_MESSAGE);
    }

    public RabbitSettings with(RabbitTopology changed) {
        return new RabbitSettings(server, destinations, source, changed, window, largestMessage);
    }

    public RabbitSettings withWindow(int unconfirmed) {
        return new RabbitSettings(server, destinations, source, topology, unconfirmed, largestMessage);
    }

    public RabbitSettings withLargestMessage(int bytes) {
        return new RabbitSettings(server, destinations, source, topology, window, bytes);
    }
}
