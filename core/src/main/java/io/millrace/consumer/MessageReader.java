package io.millrace.consumer;

import io.millrace.event.CloudEvents;
import io.millrace.event.EventCodec;
import io.millrace.event.EventFormatException;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventTypes;
import java.util.Objects;
import java.util.Set;

/**
 * Sorts messages into those to handle, those to skip and those that can't be read. A handled type that is not
 * registered is refused, for its events would all be skipped.
 */
final class MessageReader {

    /** What became of a message. */
    sealed interface Reading {
        IncomingMessage message();
    }

    record Decoded(IncomingMessage message, Received<?> received) implements Reading {}

    record Unreadable(IncomingMessage message, Throwable cause) implements Reading {}

    record Skipped(IncomingMessage message) implements Reading {}

    private final EventTypes types;
    private final EventCodec codec;
    private final Set<Class<?>> handled;

    MessageReader(EventTypes types, EventCodec codec, Set<Class<?>> handled) {
        handled.forEach(types::definitionOf);
        this.types = types;
        this.codec = codec;
        this.handled = Set.copyOf(handled);
    }

    static MessageReader of(EventConsumer consumer, ConsumerEnvironment environment) {
        return new MessageReader(
                environment.types(), environment.codec(), consumer.handler().types());
    }

    Reading read(IncomingMessage message) {
        String type = message.attributes().get(CloudEvents.TYPE);
        if (type != null && !isHandled(type)) {
            return new Skipped(message);
        }
        try {
            return new Decoded(message, received(message));
        } catch (EventFormatException | StackOverflowError e) {
            return new Unreadable(message, e);
        }
    }

    private boolean isHandled(String type) {
        return types.named(type)
                .filter(definition -> handled.contains(definition.type()))
                .isPresent();
    }

    private Received<?> received(IncomingMessage message) {
        EventMetadata metadata = CloudEvents.metadata(message.attributes());
        Object event = codec.decode(metadata.type(), metadata.version(), message.body());
        String key = Objects.requireNonNullElse(message.key(), "");
        String subject = message.attributes().getOrDefault(CloudEvents.SUBJECT, key);
        return new Received<>(event, metadata, subject, CloudEvents.sequence(message.attributes()));
    }
}
