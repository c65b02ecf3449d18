package io.millrace.postgres;

import io.millrace.saga.SagaStore.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Leases of instances. */
final class SagaLeases {

    private final Database database;
    private final String lease;
    private final String renew;

    SagaLeases(Database database) {
        String sagas = database.table("sagas");
        this.database = database;
        this.lease = """
                UPDATE %s
                SET lease_epoch = lease_epoch + 1, lease_owner = ?,
                    lease_until = clock_timestamp() + ?::bigint * interval '1 microsecond'
                WHERE id = ANY(?::uuid[])
                RETURNING id, lease_epoch
                """.formatted(sagas);
        // Who has locked an instance may keep it for long: other leases must not run out meanwhile.
        this.renew = """
                WITH standing AS MATERIALIZED (
                    SELECT saga.id, saga.lease_epoch
                    FROM %1$s AS saga
                    JOIN unnest(?::uuid[], ?::bigint[]) AS asked (id, epoch) ON asked.id = saga.id
                    WHERE saga.lease_epoch = asked.epoch AND saga.lease_until IS NOT NULL
                ), free AS MATERIALIZED (
                    SELECT saga.id
                    FROM %1$s AS saga
                    JOIN standing ON standing.id = saga.id
                    WHERE saga.lease_epoch = standing.lease_epoch AND saga.lease_until IS NOT NULL
                    FOR NO KEY UPDATE OF saga SKIP LOCKED
                ), prolonged AS (
                    UPDATE %1$s AS saga
                    SET lease_until = clock_timestamp() + ?::bigint * interval '1 microsecond'
                    FROM free
                    WHERE saga.id = free.id
                )
                SELECT id, lease_epoch
                FROM standing
                """.formatted(sagas);
    }

    List<Lease> lease(Collection<UUID> sagas, String node, Duration time) {
        Sql statement = Sql.of(lease, node, SagaColumns.micros(time), new Sql.Column("uuid", List.copyOf(sagas)));
        return database.joined(connection -> statement.all(connection, SagaLeases::read));
    }

    List<Lease> renew(Collection<Lease> leases, Duration time) {
        Sql statement = Sql.of(
                renew,
                new Sql.Column("uuid", leases.stream().map(Lease::saga).toList()),
                new Sql.Column("bigint", leases.stream().map(Lease::epoch).toList()),
                SagaColumns.micros(time));
        return database.apart(connection -> statement.all(connection, SagaLeases::read));
    }

    private static Lease read(ResultSet row) throws SQLException {
        return new Lease(row.getObject(1, UUID.class), row.getLong(2));
    }
}
