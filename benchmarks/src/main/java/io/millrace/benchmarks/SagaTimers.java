package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Clients;
import io.millrace.benchmarks.harness.Contest;
import io.millrace.saga.SagaRunner;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Many time-outs that are due at once while new sagas start, beside bare commits. */
final class SagaTimers implements Contest {

    private static final int THREADS = 8;
    private static final Duration SOON = Duration.ofMillis(1);

    private final Stage stage;
    private final BenchDatabase database;
    private final BenchSagas sagas;
    private final AtomicLong started = new AtomicLong();
    private final int together;

    SagaTimers(Stage stage) throws SQLException {
        this.stage = stage;
        this.database = stage.database();
        this.together = stage.scale().few();
        this.sagas = new BenchSagas(database, SOON);
        BareTable.create(database);
        database.settle();
    }

    /** From the start of the runner until all have timed out; each is undone by that, and so ends. */
    @Override
    @SuppressWarnings("try") // the runner only has to run
    public double figure() throws Exception {
        IntStream.range(0, together).parallel().forEach(n -> sagas.start("trip-" + started.incrementAndGet()));
        long start = System.nanoTime();
        try (SagaRunner runner = SagaRunner.start(sagas.sagas(), SagaRunner.Settings.defaults())) {
            long before = started.get();
            while (ended() < before) {
                sagas.start("trip-" + started.incrementAndGet());
            }
            return together * 1e9 / (System.nanoTime() - start);
        }
    }

    private long ended() throws SQLException {
        return database.number("SELECT count(*) FROM millrace.sagas WHERE ended_at IS NOT NULL");
    }

    @Override
    public double limit() throws Exception {
        return Clients.perSecond(THREADS, stage.scale().window(), () -> BareTable.events(database, 1));
    }

    @Override
    public void close() {
        sagas.close();
        database.close();
    }
}
