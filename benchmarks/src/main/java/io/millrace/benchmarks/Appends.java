package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Clients;
import io.millrace.benchmarks.harness.Clients.Client;
import io.millrace.benchmarks.harness.Contest;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Appends over 16 connections, beside the bare INSERTs over the same ones. */
final class Appends implements Contest {

    private static final int THREADS = 16;

    private final BenchDatabase database;
    private final Stage stage;
    private final int eventsEach;
    private final Clients.Factory ours;
    private final Clients.Factory bare;

    private Appends(Stage stage, int eventsEach, Way ours, Way bare) throws SQLException {
        this.stage = stage;
        this.database = stage.database();
        this.eventsEach = eventsEach;
        this.ours = () -> ours.client(database);
        this.bare = () -> bare.client(database);
        BareTable.create(database);
        database.settle();
    }

    @FunctionalInterface
    private interface Way {
        Client client(BenchDatabase database) throws SQLException;
    }

    static Contest of(Stage stage, int events) throws SQLException {
        return new Appends(
                stage, events, database -> appending(database, events), database -> BareTable.events(database, events));
    }

    static Contest withMessage(Stage stage) throws SQLException {
        return new Appends(stage, 1, Appends::appendingWithMessage, BareTable::eventAndMessage);
    }

    static Contest conflicting(Stage stage) throws SQLException {
        return new Appends(stage, 1, Appends::conflicting, BareTable::conflicts);
    }

    @Override
    public double figure() throws Exception {
        return eventsEach * Clients.perSecond(THREADS, stage.scale().window(), ours);
    }

    @Override
    public double limit() throws Exception {
        return eventsEach * Clients.perSecond(THREADS, stage.scale().window(), bare);
    }

    @Override
    public void close() {
        database.close();
    }

    private static Client appending(BenchDatabase database, int events) {
        StreamCursor stream = new StreamCursor();
        return () -> {
            stream.next(events);
            append(database, stream, events);
        };
    }

    private static Client appendingWithMessage(BenchDatabase database) {
        StreamCursor stream = new StreamCursor();
        return () -> database.database().transactions().run(() -> {
            stream.next(1);
            append(database, stream, 1);
            database.outbox().add(new OutgoingEvent(OrderPlaced.STREAM_TYPE, stream.id(), OrderPlaced.of(stream.id())));
        });
    }

    private static Client conflicting(BenchDatabase database) {
        StreamCursor stream = new StreamCursor();
        stream.next(1);
        append(database, stream, 1);
        return () -> {
            try {
                append(database, stream, 1);
                throw new IllegalStateException("the version was appended twice");
            } catch (VersionConflictException expected) {
                requireVersion(expected, 1);
            }
        };
    }

    private static void requireVersion(VersionConflictException conflict, long version) {
        if (conflict.actual() != version) {
            throw new IllegalStateException("a conflict with another version than was appended", conflict);
        }
    }

    private static void append(BenchDatabase database, StreamCursor stream, int events) {
        List<NewEvent> all = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            OrderPlaced event = OrderPlaced.of(stream.id());
            all.add(new NewEvent(OrderPlaced.TYPES.describe(event, Clock.systemUTC()), event));
        }
        database.events()
                .append(new StreamId(OrderPlaced.STREAM_TYPE, stream.id()), ExpectedVersion.of(stream.version()), all);
    }
}
