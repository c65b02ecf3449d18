package io.millrace.postgres;

import io.millrace.store.ExpectedVersion;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends in transactions that pause, roll back, use savepoints and stay open, until it is told to end. */
final class ChaosWriter implements Runnable {

    private static final class OnPurpose extends RuntimeException {}

    private final List<Database> isolations;
    private final PostgresEventStore[] stores;
    private final Random random;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private volatile boolean ending;

    ChaosWriter(List<Database> isolations, long seed) {
        this.isolations = isolations;
        this.stores = isolations.stream()
                .map(database -> new PostgresEventStore(database, TestEvents.CODEC))
                .toArray(PostgresEventStore[]::new);
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        while (!ending) {
            int events = 1 + random.nextInt(4);
            try {
                transaction(random.nextInt(isolations.size()), events);
                acknowledged.addAndGet(events);
            } catch (OnPurpose | VersionConflictException | DatabaseException e) {
                // Nothing of it may ever be seen; what a subscriber sees is compared with the table.
                Thread.onSpinWait();
            }
        }
    }

    private void transaction(int isolation, int events) {
        Database database = isolations.get(isolation);
        PostgresEventStore store = stores[isolation];
        database.transactions().run(() -> {
            pause(database, random.nextInt(4));
            boolean savepoint = random.nextInt(5) == 0;
            if (savepoint) {
                rolledBackToSavepoint(database, store);
            }
            store.append(TestEvents.aStream(), ExpectedVersion.none(), TestEvents.events(events));
            pause(database, random.nextInt(60) == 0 ? 300 : random.nextInt(4));
            if (random.nextInt(4) == 0) {
                throw new OnPurpose();
            }
        });
    }

    private static void rolledBackToSavepoint(Database database, PostgresEventStore store) {
        StreamId stream = TestEvents.aStream();
        database.joined(connection -> {
            Savepoint savepoint = connection.setSavepoint();
            store.append(stream, ExpectedVersion.none(), TestEvents.events(1));
            connection.rollback(savepoint);
            return stream;
        });
    }

    private static void pause(Database database, int millis) {
        database.joined(
                connection -> Sql.of("SELECT pg_sleep(?)", millis / 1000.0).one(connection, row -> true));
    }

    int acknowledged() {
        return acknowledged.get();
    }

    void end() {
        ending = true;
    }
}
