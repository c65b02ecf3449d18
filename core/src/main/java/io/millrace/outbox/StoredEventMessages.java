package io.millrace.outbox;

import io.millrace.event.EventCodec;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.work.TransientFailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The messages that leave an event store: its events, mapped to integration events with the same ids. An
 * event-sourced service needs no outbox table.
 *
 * <p>A stored event that can't be read or mapped is {@link Unsendable} and spoils none of the others. Only a
 * {@link TransientFailureException} of a mapping fails the whole read, so that it is repeated.
 */
public final class StoredEventMessages implements Log<Outgoing> {

    private final Log<RecordedEvent> events;
    private final EventCodec domain;
    private final IntegrationEvents mapping;
    private final EventCodec contracts;
    private final Set<String> mappedTypes;

    /**
     * @param types the registry of the domain events
     * @param domain reads the domain events
     */
    public StoredEventMessages(
            Log<RecordedEvent> events, EventTypes types, EventCodec domain, IntegrationEvents mapping) {
        this.events = events;
        this.domain = domain;
        this.mapping = mapping;
        this.contracts = new JsonEventCodec(mapping.contracts());
        this.mappedTypes = mapping.mapped().stream()
                .map(type -> types.definitionOf(type).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Page<Outgoing> read(long after, int limit) {
        Page<RecordedEvent> page = events.read(after, limit);
        List<Outgoing> messages = page.records().stream()
                .filter(event -> mappedTypes.contains(event.metadata().type()))
                .map(this::outgoing)
                .flatMap(Optional::stream)
                .toList();
        return new Page<>(messages, page.through());
    }

    private Optional<Outgoing> outgoing(RecordedEvent recorded) {
        EventMetadata stored = recorded.metadata();
        try {
            Object event = domain.decode(stored.type(), stored.version(), recorded.text());
            return mapping.map(event).map(integration -> mapped(recorded, integration));
        } catch (TransientFailureException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.of(new Unsendable(message(recorded, stored, recorded.text()), e));
        }
    }

    private OutgoingMessage mapped(RecordedEvent recorded, Object integration) {
        EventTypes.Definition contract = mapping.contracts().definitionOf(integration.getClass());
        return message(recorded, recorded.metadata().as(contract), contracts.encode(integration));
    }

    private static OutgoingMessage message(RecordedEvent recorded, EventMetadata metadata, String payload) {
        StreamId stream = recorded.stream();
        return new OutgoingMessage(
                recorded.position(), stream.type(), stream.id(), recorded.version(), metadata, payload);
    }

    @Override
    public boolean await(long after, Duration atMost) throws InterruptedException {
        return events.await(after, atMost);
    }

    @Override
    public long last() {
        return events.last();
    }

    @Override
    public Optional<Instant> writtenAfter(long position) {
        return events.writtenAfter(position);
    }

    @Override
    public void admit(String subscription, long position) {
        events.admit(subscription, position);
    }

    @Override
    public long oldest() {
        return events.oldest();
    }
}
