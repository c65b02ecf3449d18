package io.millrace.marketplace.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** What carries events from service to service. */
public sealed interface Broker {

    /** Kafka, which the marketplace starts. */
    record Kafka() implements Broker {}

    /** A RabbitMQ that the user runs. */
    record RabbitMq(URI url) implements Broker {

        private static final int USUAL_PORT = 5672;
        private static final int CONNECT_MILLIS = 2_000;

        /** Host and port. */
        String address() {
            return url.getHost() + ":" + (url.getPort() < 0 ? USUAL_PORT : url.getPort());
        }

        /** Refuses to go on where nothing listens, and says what to do. */
        @Override
        public void requireReachable() {
            try (Socket socket = new Socket()) {
                int port = url.getPort() < 0 ? USUAL_PORT : url.getPort();
                socket.connect(new InetSocketAddress(url.getHost(), port), CONNECT_MILLIS);
            } catch (IOException e) {
                throw new Refusal(
                        "no RabbitMQ answers at %s: start one, name another with --rabbitmq URL, or take --broker none"
                                .formatted(address()),
                        e);
            }
        }
    }

    /** None: services read each other's logs. */
    record None() implements Broker {}

    /** Refuses to go on without a server that the user should have started. */
    default void requireReachable() {}
}
