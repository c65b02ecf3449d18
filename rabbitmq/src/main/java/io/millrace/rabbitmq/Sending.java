package io.millrace.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message that the publisher has taken on. What can change is guarded by the publisher's lock. */
final class Sending {

    /** Messages of one key arrive in the order of the calls. */
    record Key(String aggregateType, String aggregateId) {}

    final Key key;
    final Route route;
    final BasicProperties properties;
    final byte[] body;
    final CompletableFuture<Void> outcome = new CompletableFuture<>();

    /** The next of its key, which waits for this one. */
    @Nullable
    Sending next;

    /** Why RabbitMQ sent it back; the confirm that follows counts for nothing then. */
    @Nullable
    String returned;

    /** When it was sent last, by {@link System#nanoTime}. */
    long sentAtNanos;

    Sending(Key key, Route route, BasicProperties properties, byte[] body) {
        this.key = key;
        this.route = route;
        this.properties = properties;
        this.body = body;
    }
}
