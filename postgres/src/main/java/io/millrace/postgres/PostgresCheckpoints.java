package io.millrace.postgres;

import io.millrace.log.Checkpoints;
import io.millrace.log.Lease;
import io.millrace.log.LeaseLostException;
import java.time.Duration;
import java.util.Optional;

/** Checkpoints in a PostgreSQL table; leases expire by the clock of the database. */
public final class PostgresCheckpoints implements Checkpoints {

    private final Database database;
    private final String claim;
    private final String position;
    private final String advance;
    private final String release;

    public PostgresCheckpoints(Database database) {
        String checkpoints = database.table("checkpoints");
        this.database = database;
        this.claim = """
                INSERT INTO %s AS c (subscription, position, owner, epoch, lease_until)
                VALUES (?, 0, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
                ON CONFLICT (subscription) DO UPDATE
                SET owner = excluded.owner,
                    epoch = CASE WHEN c.owner = excluded.owner THEN c.epoch ELSE c.epoch + 1 END,
                    lease_until = clock_timestamp() + ? * interval '1 millisecond'
                WHERE c.owner = excluded.owner OR c.owner IS NULL OR c.lease_until <= clock_timestamp()
                RETURNING epoch
                """.formatted(checkpoints);
        this.position = "SELECT position FROM %s WHERE subscription = ?".formatted(checkpoints);
        this.advance = """
                WITH advanced AS (
                    UPDATE %s SET position = greatest(position, ?)
                    WHERE subscription = ? AND owner = ? AND epoch = ? AND lease_until > clock_timestamp()
                    RETURNING subscription, position
                ), passed AS (
                    INSERT INTO %s (subscription, second, position, passed_at)
                    SELECT subscription, date_trunc('second', clock_timestamp()), position, clock_timestamp()
                    FROM advanced
                    WHERE position = ? AND subscription = ?
                    ON CONFLICT (subscription, second) DO UPDATE
                    SET position = excluded.position, passed_at = excluded.passed_at
                )
                SELECT count(*) FROM advanced
                """.formatted(checkpoints, database.table("checkpoint_history"));
        this.release =
                "UPDATE %s SET owner = NULL WHERE subscription = ? AND owner = ? AND epoch = ?".formatted(checkpoints);
    }

    @Override
    public Optional<Lease> claim(String subscription, String owner, Duration duration) {
        long millis = duration.toMillis();
        return database.apart(connection -> Sql.of(claim, subscription, owner, millis, millis)
                .first(connection, row -> new Lease(subscription, owner, row.getLong(1))));
    }

    @Override
    public long position(String subscription) {
        return database.joined(connection -> Sql.of(position, subscription)
                .first(connection, row -> row.getLong(1))
                .orElse(0L));
    }

    @Override
    public void advance(Lease lease, long position) {
        Sql statement = Sql.of(
                advance,
                position,
                lease.subscription(),
                lease.owner(),
                lease.epoch(),
                position,
                PostgresOutbox.SUBSCRIPTION);
        if (database.joined(connection -> statement.one(connection, row -> row.getInt(1))) == 0) {
            throw new LeaseLostException(lease);
        }
    }

    @Override
    public void release(Lease lease) {
        database.joined(connection -> Sql.of(release, lease.subscription(), lease.owner(), lease.epoch())
                .update(connection));
    }
}
