package io.millrace.postgres;

import io.millrace.store.Appended;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import io.millrace.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Appends to one stream, in competition with others, and records what was acknowledged. After an unknown outcome it
 * repeats the same append.
 */
final class CrashWriter implements AutoCloseable {

    static final int BATCH = 3;
    static final String ACKNOWLEDGED = "acknowledged ";

    private final PostgresEventStore store;
    private final StreamId stream;
    private final Consumer<Appended> told;
    private final List<StoredEvents.Acknowledged> acknowledged = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    CrashWriter(PostgresEventStore store, String stream) {
        this(store, stream, appended -> {});
    }

    private CrashWriter(PostgresEventStore store, String stream, Consumer<Appended> told) {
        this.store = store;
        this.stream = new StreamId("Crash", stream);
        this.told = told;
        this.thread = Thread.ofPlatform().daemon().name("writer").start(this::write);
    }

    /** A writer in a JVM of its own, which says what it was told. */
    public static void main(String[] arguments) throws InterruptedException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        PostgresEventStore store = new PostgresEventStore(Database.of(dataSource), TestEvents.CODEC);
        CrashWriter writer = new CrashWriter(
                store,
                "child",
                appended -> System.out.println(ACKNOWLEDGED + appended.stream().id() + " " + appended.version() + " "
                        + appended.position() + " ."));
        writer.thread.join();
    }

    static StoredEvents.Acknowledged parsed(String line) {
        String[] words = line.substring(ACKNOWLEDGED.length()).split(" ");
        return new StoredEvents.Acknowledged(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    private void write() {
        while (!closed) {
            List<NewEvent> events = TestEvents.events(BATCH);
            try {
                List<RecordedEvent> before = store.load(stream, 0);
                appended(ExpectedVersion.of(before.size()), events);
            } catch (VersionConflictException | DatabaseException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void appended(ExpectedVersion expected, List<NewEvent> events) {
        while (true) {
            try {
                Appended appended = store.append(stream, expected, events);
                acknowledged.add(new StoredEvents.Acknowledged(stream.id(), appended.version(), appended.position()));
                told.accept(appended);
                return;
            } catch (DatabaseException e) {
                if (closed) {
                    throw e;
                }
            }
        }
    }

    List<StoredEvents.Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    @Override
    public void close() {
        closed = true;
        Eventually.holds("the writer ends", () -> !thread.isAlive());
    }
}
