package io.millrace.spring;

import io.millrace.postgres.Database;
import io.millrace.postgres.Retention;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks after the size of outbox and inbox while the application runs. */
final class RetentionRunner implements Runners {

    private final Database database;
    private final Retention.Settings settings;
    private volatile @Nullable Retention running;

    RetentionRunner(Database database, MillraceProperties.Retention wanted) {
        this.database = database;
        Retention.Settings defaults = Retention.Settings.defaults();
        Retention.Settings dropping = new Retention.Settings(
                wanted.outbox(), wanted.inbox(), wanted.fences(), wanted.segmentSize(), defaults.every());
        this.settings = wanted.enabled() ? dropping : dropping.keepingEverything();
    }

    @Override
    public List<RunnerName> names() {
        return List.of();
    }

    @Override
    public List<AutoCloseable> start() {
        Retention started = Retention.start(database, settings);
        running = started;
        return List.of(started);
    }

    @Override
    public List<RunnerStatus> statuses() {
        return List.of();
    }

    /** How the outbox stood a minute ago at most; empty before it was looked at. */
    Optional<Retention.Status> status() {
        Retention current = running;
        return current == null ? Optional.empty() : current.status();
    }

    /** What keeps it from working; empty when nothing does. */
    Optional<Throwable> failure() {
        Retention current = running;
        return current == null ? Optional.empty() : current.failure();
    }
}
