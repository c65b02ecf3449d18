package io.millrace.postgres;

import io.millrace.aggregate.Snapshot;
import io.millrace.aggregate.Snapshots;
import io.millrace.store.StreamId;
import java.util.Optional;

/** Snapshots in a PostgreSQL table, one for each stream and schema. */
public final class PostgresSnapshots implements Snapshots {

    private final Database database;
    private final String latest;
    private final String keep;

    public PostgresSnapshots(Database database) {
        String snapshots = database.table("snapshots");
        this.database = database;
        this.latest = """
                SELECT version, state
                FROM %s
                WHERE stream_type = ? AND stream_id = ? AND schema_version = ?
                """.formatted(snapshots);
        this.keep = """
                INSERT INTO %s AS s (stream_type, stream_id, schema_version, version, state)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (stream_type, stream_id, schema_version) DO UPDATE
                SET version = excluded.version, state = excluded.state, kept_at = excluded.kept_at
                WHERE s.version < excluded.version
                """.formatted(snapshots);
    }

    @Override
    public Optional<Snapshot> latest(StreamId stream, int schema) {
        return database.joined(connection -> Sql.of(latest, stream.type(), stream.id(), schema)
                .first(connection, row -> new Snapshot(row.getLong(1), schema, row.getString(2))));
    }

    @Override
    public void keep(StreamId stream, Snapshot snapshot) {
        Sql statement =
                Sql.of(keep, stream.type(), stream.id(), snapshot.schema(), snapshot.version(), snapshot.text());
        database.joined(statement::update);
    }
}
