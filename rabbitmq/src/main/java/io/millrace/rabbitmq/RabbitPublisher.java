package io.millrace.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.outbox.Publisher;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Publishes to RabbitMQ, persistently and with confirms: many unconfirmed messages at a time, one of each key, for
 * RabbitMQ may refuse one and take the next.
 *
 * <p>A message counts as published once RabbitMQ has confirmed it and at least one queue has taken it. What is
 * returned, not confirmed, or under way when the connection breaks is sent again with the same id, for as long as
 * it takes; exchanges and queues that went missing are made again where the topology says so. Meanwhile
 * {@link #trouble} says why, and messages that go elsewhere pass.
 */
public final class RabbitPublisher implements Publisher {

    private static final int LARGEST_HEADERS = 100_000;
    private static final int LONGEST_NAME = 255;

    private final RabbitSettings settings;
    private final PublishState state;
    private final PublishLoop loop;

    private RabbitPublisher(RabbitSettings settings) {
        this.settings = settings;
        this.state = new PublishState(settings.window());
        this.loop = PublishLoop.start(settings, state);
    }

    /** Opens a publisher; does not wait for RabbitMQ. */
    public static RabbitPublisher open(RabbitSettings settings) {
        return new RabbitPublisher(settings);
    }

    @Override
    public CompletionStage<?> publish(OutgoingMessage message) {
        String type = message.metadata().type();
        String exchange = settings.destinations().topic(message.aggregateType(), type);
        String routingKey = Wire.routingKey(message);
        BasicProperties properties = Wire.encode(message, settings.source());
        byte[] body = message.payload().getBytes(UTF_8);
        Optional<String> refusal = refusal(exchange, routingKey, properties, body);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(new PublishRefusedException(refusal.get(), null));
        }
        return state.add(
                exchange, routingKey, new Sending.Key(message.aggregateType(), message.key()), properties, body);
    }

    private Optional<String> refusal(String exchange, String routingKey, BasicProperties properties, byte[] body) {
        if (body.length > settings.largestMessage()) {
            return Optional.of("the message takes %d bytes, more than the %d allowed"
                    .formatted(body.length, settings.largestMessage()));
        }
        if (Wire.sizeOf(properties) > LARGEST_HEADERS) {
            return Optional.of("the headers take more than the %d bytes allowed".formatted(LARGEST_HEADERS));
        }
        if (exchange.getBytes(UTF_8).length > LONGEST_NAME || routingKey.getBytes(UTF_8).length > LONGEST_NAME) {
            return Optional.of("exchange and routing key have %d bytes at the most".formatted(LONGEST_NAME));
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> trouble() {
        return state.trouble();
    }

    @Override
    public void close() {
        loop.close();
    }
}
