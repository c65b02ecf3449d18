package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Contest;
import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.store.RecordedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Reads a long log from its beginning, beside COPY OUT of the same columns. */
final class CatchUp implements Contest {

    private static final int PAGE = 5_000;

    private final BenchDatabase database;
    private final int events;

    CatchUp(Stage stage) throws SQLException {
        this.database = stage.database();
        this.events = stage.scale().log();
        Fill.events(database, events);
        database.settle();
    }

    @Override
    public double figure() {
        Log<RecordedEvent> log = database.events().log();
        long start = System.nanoTime();
        long read = 0;
        Page<RecordedEvent> page = log.read(0, PAGE);
        while (!page.records().isEmpty()) {
            read += page.records().size();
            page = log.read(page.through(), PAGE);
        }
        return rate(read, start);
    }

    @Override
    public double limit() throws SQLException, IOException {
        try (Connection connection = database.connection()) {
            long start = System.nanoTime();
            long read = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "COPY (SELECT * FROM millrace.events ORDER BY position) TO STDOUT",
                            OutputStream.nullOutputStream());
            return rate(read, start);
        }
    }

    private double rate(long read, long start) {
        if (read != events) {
            throw new IllegalStateException("read %d events of %d".formatted(read, events));
        }
        return read * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void close() {
        database.close();
    }
}
