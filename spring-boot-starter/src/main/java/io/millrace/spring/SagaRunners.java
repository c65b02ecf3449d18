package io.millrace.spring;

import io.millrace.saga.SagaRunner;
import io.millrace.saga.Sagas;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the steps of sagas while the application runs. */
final class SagaRunners implements Runners {

    private final Sagas sagas;
    private final MillraceProperties.Sagas wanted;
    private volatile @Nullable SagaRunner running;

    SagaRunners(Sagas sagas, MillraceProperties.Sagas wanted) {
        this.sagas = sagas;
        this.wanted = wanted;
    }

    @Override
    public List<RunnerName> names() {
        return List.of();
    }

    @Override
    public List<AutoCloseable> start() {
        if (!wanted.enabled()) {
            return List.of();
        }
        SagaRunner started = SagaRunner.start(sagas, wanted.settings());
        running = started;
        return List.of(started);
    }

    @Override
    public List<RunnerStatus> statuses() {
        return List.of();
    }

    /** Asks the database. */
    SagaStatuses statusOfAll() {
        SagaRunner current = running;
        return new SagaStatuses(sagas.desk().standing(), current == null ? Optional.empty() : current.failure());
    }
}
