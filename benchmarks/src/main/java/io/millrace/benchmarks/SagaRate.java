package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Clients;
import io.millrace.benchmarks.harness.Clients.Client;
import io.millrace.benchmarks.harness.Contest;
import io.millrace.consumer.BatchHandler;
import io.millrace.consumer.Received;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Sagas from their start to their end, beside as many bare commits as they have transitions. */
final class SagaRate implements Contest {

    private static final int THREADS = 8;
    private static final int TOGETHER = 50;
    private static final int TRANSITIONS = 1 + BenchSagas.ANSWERS.size();

    private final Stage stage;
    private final BenchDatabase database;
    private final BenchSagas sagas;
    private final AtomicLong started = new AtomicLong();

    SagaRate(Stage stage) throws SQLException {
        this.stage = stage;
        this.database = stage.database();
        this.sagas = new BenchSagas(database, Duration.ofHours(1));
        BareTable.create(database);
        database.settle();
    }

    @Override
    public double figure() throws Exception {
        return TOGETHER * Clients.perSecond(THREADS, stage.scale().window(), this::client);
    }

    /** Each saga is started in a transaction of its own; its answers come with those of others, as consumers take them. */
    private Client client() {
        BatchHandler messages = sagas.sagas().messages();
        return () -> {
            long first = started.getAndAdd(TOGETHER);
            List<String> keys = IntStream.range(0, TOGETHER)
                    .mapToObj(n -> "trip-" + (first + n))
                    .toList();
            keys.forEach(sagas::start);
            for (Object answer : BenchSagas.ANSWERS) {
                database.database().transactions().run(() -> handle(messages, answered(keys, answer)));
            }
        };
    }

    private static List<Received<?>> answered(List<String> keys, Object answer) {
        return keys.stream()
                .<Received<?>>map(
                        key -> new Received<>(answer, BenchSagas.TYPES.describe(answer, Clock.systemUTC()), key, 0))
                .toList();
    }

    private static void handle(BatchHandler messages, List<Received<?>> events) {
        try {
            messages.handle(events);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public double limit() throws Exception {
        return Clients.perSecond(THREADS, stage.scale().window(), () -> BareTable.events(database, 1)) / TRANSITIONS;
    }

    @Override
    public void close() {
        sagas.close();
        database.close();
    }
}
