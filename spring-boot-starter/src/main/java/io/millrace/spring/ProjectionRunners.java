package io.millrace.spring;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.log.Subscription;
import io.millrace.projection.Projection;
import io.millrace.projection.ProjectionRunner;
import io.millrace.store.RecordedEvent;
import java.util.List;

/** The projections of this application over its event store. */
final class ProjectionRunners implements Runners {

    private final List<Projection<?>> projections;
    private final EventTypes types;
    private final EventCodec codec;
    private final Subscription.Source<RecordedEvent> source;
    private volatile List<ProjectionRunner> running = List.of();

    ProjectionRunners(
            List<Projection<?>> projections,
            EventTypes types,
            EventCodec codec,
            Subscription.Source<RecordedEvent> source) {
        this.projections = projections;
        this.types = types;
        this.codec = codec;
        this.source = source;
    }

    @Override
    public List<AutoCloseable> start() {
        running = projections.stream()
                .map(projection ->
                        ProjectionRunner.start(projection, types, codec, source, Subscription.Settings.defaults()))
                .toList();
        return List.copyOf(running);
    }

    @Override
    public List<RunnerStatus> statuses() {
        return running.stream()
                .map(runner -> RunnerStatus.of(runner.status()))
                .toList();
    }
}
