package io.millrace.spring;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.log.Subscription;
import io.millrace.projection.Projection;
import io.millrace.projection.ProjectionRunner;
import io.millrace.store.RecordedEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The projections of this application over its event store. */
final class ProjectionRunners implements Runners {

    private final List<Projection<?>> projections;
    private final EventTypes types;
    private final EventCodec codec;
    private final Subscription.Source<RecordedEvent> source;
    private volatile Map<RunnerName, ProjectionRunner> running = Map.of();

    ProjectionRunners(
            List<Projection<?>> projections,
            EventTypes types,
            EventCodec codec,
            Subscription.Source<RecordedEvent> source) {
        this.projections = List.copyOf(projections);
        this.types = types;
        this.codec = codec;
        this.source = source;
        this.projections.forEach(projection -> projection.types().forEach(types::definitionOf));
    }

    @Override
    public List<RunnerName> names() {
        return projections.stream().map(ProjectionRunners::named).toList();
    }

    private static RunnerName named(Projection<?> projection) {
        return new RunnerName(RunnerName.Kind.PROJECTION, projection.name());
    }

    @Override
    public List<AutoCloseable> start() {
        running = projections.stream().collect(Collectors.toMap(ProjectionRunners::named, this::run));
        return List.copyOf(running.values());
    }

    private ProjectionRunner run(Projection<?> projection) {
        return ProjectionRunner.start(projection, types, codec, source, Subscription.Settings.defaults());
    }

    @Override
    public List<RunnerStatus> statuses() {
        return running.entrySet().stream()
                .map(runner ->
                        RunnerStatus.of(runner.getKey(), runner.getValue().status()))
                .toList();
    }
}
