package io.millrace.projection;

import io.millrace.consumer.Received;
import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.log.Subscription;
import io.millrace.log.SubscriptionStatus;
import io.millrace.store.RecordedEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Feeds a projection from the event log of the same database: checkpoint and read model move together (PR-1),
 * nothing is skipped and nothing folded twice (PR-3).
 */
public final class ProjectionRunner implements AutoCloseable {

    private final Projection<?> projection;
    private final EventCodec codec;
    private final Set<String> types;
    private final Subscription<RecordedEvent> subscription;

    private ProjectionRunner(
            Projection<?> projection,
            EventTypes types,
            EventCodec codec,
            Subscription.Source<RecordedEvent> source,
            Subscription.Settings settings) {
        this.projection = projection;
        this.codec = codec;
        this.types = projection.types().stream()
                .map(type -> types.definitionOf(type).name())
                .collect(Collectors.toUnmodifiableSet());
        this.subscription = Subscription.start(
                "projection:" + projection.name(),
                source,
                recorded -> recorded.stream().id(),
                this::handle,
                settings);
    }

    public static ProjectionRunner start(
            Projection<?> projection,
            EventTypes types,
            EventCodec codec,
            Subscription.Source<RecordedEvent> source,
            Subscription.Settings settings) {
        return new ProjectionRunner(projection, types, codec, source, settings);
    }

    /** How far the read model is behind the log. */
    public SubscriptionStatus status() {
        return subscription.status();
    }

    private void handle(List<RecordedEvent> records) {
        List<Received<?>> events = records.stream()
                .filter(recorded -> types.contains(recorded.metadata().type()))
                .<Received<?>>map(this::received)
                .toList();
        if (!events.isEmpty()) {
            projection.handle(events);
        }
    }

    private Received<?> received(RecordedEvent recorded) {
        Object event =
                codec.decode(recorded.metadata().type(), recorded.metadata().version(), recorded.text());
        return new Received<>(event, recorded.metadata(), recorded.stream().id(), recorded.version());
    }

    @Override
    public void close() {
        subscription.close();
    }
}
