package io.millrace.postgres;

import io.millrace.log.Checkpoints;
import io.millrace.log.Lease;
import io.millrace.log.LeaseLostException;
import io.millrace.log.Share;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Checkpoints in PostgreSQL tables; leases expire by the clock of the database. */
public final class PostgresCheckpoints implements Checkpoints {

    private record Shares(int members, int lanes, int own) {

        int fair() {
            return Math.ceilDiv(lanes, Math.max(1, members));
        }
    }

    private final Database database;
    private final LaneStatements sql;

    public PostgresCheckpoints(Database database) {
        this.database = database;
        this.sql = LaneStatements.of(database.schema());
    }

    @Override
    public Lease join(String subscription, int lanes, Duration duration) {
        UUID owner = UUID.randomUUID();
        return database.apart(connection -> {
            Sql.of(sql.register(), subscription, lanes - 1).update(connection);
            int registered = Sql.of(sql.count(), subscription).one(connection, row -> row.getInt(1));
            if (registered != lanes) {
                throw new IllegalStateException(
                        "subscription %s has %d lanes, not %d".formatted(subscription, registered, lanes));
            }
            Sql.of(sql.join(), subscription, owner, duration.toMillis(), lanes).update(connection);
            return new Lease(subscription, owner.toString(), duration);
        });
    }

    @Override
    public Share renew(Lease lease) {
        return database.apart(connection -> {
            UUID owner = UUID.fromString(lease.owner());
            long millis = lease.duration().toMillis();
            if (Sql.of(sql.renew(), millis, lease.subscription(), owner).update(connection) == 0) {
                throw new LeaseLostException(lease);
            }
            Sql.of(sql.reap(), lease.subscription(), lease.subscription()).update(connection);
            Shares shares = shares(connection, lease.subscription(), owner);
            int missing = shares.fair() - shares.own();
            return missing > 0 ? new Share(take(connection, lease, owner, missing), 0) : new Share(Map.of(), -missing);
        });
    }

    private Shares shares(Connection connection, String subscription, UUID owner) throws SQLException {
        return Sql.of(sql.shares(), subscription, owner, subscription)
                .one(connection, row -> new Shares(row.getInt(1), row.getInt(2), row.getInt(3)));
    }

    private Map<Integer, Long> take(Connection connection, Lease lease, UUID owner, int atMost) throws SQLException {
        Map<Integer, Long> taken = new TreeMap<>();
        Sql.of(sql.take(), lease.subscription(), owner, atMost)
                .all(connection, row -> taken.put(row.getInt(1), row.getLong(2)));
        return taken;
    }

    @Override
    public long position(String subscription) {
        return database.joined(
                connection -> Sql.of(sql.position(), subscription).one(connection, row -> row.getLong(1)));
    }

    @Override
    public void advance(Lease lease, Map<Integer, Long> positions) {
        UUID owner = UUID.fromString(lease.owner());
        List<Object> lanes = new ArrayList<>(positions.keySet());
        List<Object> ends = new ArrayList<>(positions.values());
        Sql statement = Sql.of(
                sql.advance(),
                new Sql.Column("smallint", lanes),
                new Sql.Column("bigint", ends),
                lease.subscription(),
                owner,
                Long.toString(lease.duration().toMillis()),
                PostgresOutbox.SUBSCRIPTION);
        if (database.joined(connection -> statement.one(connection, row -> row.getInt(1))) == 0) {
            throw new LeaseLostException(lease);
        }
    }

    @Override
    public void release(Lease lease, Set<Integer> lanes) {
        UUID owner = UUID.fromString(lease.owner());
        Sql statement =
                Sql.of(sql.release(), lease.subscription(), owner, new Sql.Column("smallint", List.copyOf(lanes)));
        database.joined(statement::update);
    }

    @Override
    public void leave(Lease lease) {
        UUID owner = UUID.fromString(lease.owner());
        database.joined(
                connection -> Sql.of(sql.leave(), lease.subscription(), owner).update(connection));
    }
}
