package io.millrace.postgres;

import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Locked;
import io.millrace.saga.SagaStore.Version;
import io.millrace.saga.StepRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Locks instances. One statement locks them, and a second one reads their steps and the time: after the locks, so that
 * both are those that the holder before left behind.
 */
final class SagaLocks {

    /** The versions that are bound by {@link #names} and {@link #numbers}. */
    static final String KNOWN =
            "(saga.name, saga.version) IN (SELECT name, version FROM unnest(?::text[], ?::integer[]) AS v (name, version))";

    private static final String LIMIT = """
            SELECT set_config('idle_in_transaction_session_timeout', at_most, true)
                || set_config('statement_timeout', at_most, true)
                || set_config('lock_timeout', at_most, true)
            FROM (VALUES (?::text)) AS given (at_most)""";

    private final Database database;
    private final String sagas;
    private final String steps;

    SagaLocks(Database database) {
        this.database = database;
        this.sagas = database.table("sagas");
        this.steps = database.table("saga_steps");
    }

    static Sql.Column names(Set<Version> versions) {
        return new Sql.Column("text", versions.stream().map(Version::name).toList());
    }

    static Sql.Column numbers(Set<Version> versions) {
        return new Sql.Column("integer", versions.stream().map(Version::version).toList());
    }

    Locked lock(String name, Collection<String> keys) {
        return locked(Sql.of(
                """
                SELECT %s
                FROM %s AS saga
                WHERE saga.name = ? AND saga.key = ANY(?::text[])
                ORDER BY saga.id
                FOR NO KEY UPDATE
                """.formatted(SagaColumns.names(), sagas),
                name,
                MetadataColumns.column("text", List.copyOf(keys), LetterRow::storable)));
    }

    Locked hold(Lease lease) {
        return locked(Sql.of("""
                UPDATE %s AS saga
                SET lease_owner = NULL, lease_until = NULL
                WHERE saga.id = ? AND saga.lease_epoch = ? AND saga.lease_until IS NOT NULL
                RETURNING %s
                """.formatted(sagas, SagaColumns.names()), lease.saga(), lease.epoch()));
    }

    /**
     * The time stands in a query of its own, for only then an index finds what is due by it. The limit stands in the
     * text: were it bound, a plan for any limit would be dear where many wait, and each claim be planned anew.
     */
    Locked due(Set<Version> versions, int limit, Duration atMost) {
        return locked(Sql.of(
                """
                SELECT %s
                FROM %s AS saga
                WHERE (%s) IS NOT NULL
                  AND saga.wake_at <= (SELECT clock_timestamp())
                  AND (saga.lease_until IS NULL OR saga.lease_until < clock_timestamp())
                  AND %s
                ORDER BY saga.wake_at
                LIMIT %d
                FOR NO KEY UPDATE OF saga SKIP LOCKED
                """.formatted(SagaColumns.names(), sagas, LIMIT, KNOWN, limit),
                millis(atMost),
                names(versions),
                numbers(versions)));
    }

    void limit(Duration atMost) {
        Sql statement = Sql.of(LIMIT, millis(atMost));
        database.joined(connection -> statement.one(connection, row -> row.getString(1)));
    }

    void liftStatementLimit() {
        database.joined(Sql.of("SET LOCAL statement_timeout TO DEFAULT")::update);
    }

    /** Zero would be no limit. */
    private static String millis(Duration time) {
        return Long.toString(Math.max(1, time.toMillis()));
    }

    Locked orphans(Duration unseenFor, int limit) {
        return locked(Sql.of(
                """
                SELECT %s
                FROM %s AS saga
                WHERE saga.ended_at IS NULL AND saga.suspended_from IS NULL
                  AND (saga.name, saga.version) IN (
                      SELECT name, version
                      FROM %s
                      WHERE seen_at < clock_timestamp() - ?::bigint * interval '1 microsecond')
                LIMIT ?
                FOR NO KEY UPDATE OF saga SKIP LOCKED
                """.formatted(SagaColumns.names(), sagas, database.table("saga_definitions")),
                SagaColumns.micros(unseenFor),
                limit));
    }

    Locked suspendedFor(String reason, Set<Version> versions, int limit) {
        return locked(Sql.of(
                """
                SELECT %s
                FROM %s AS saga
                WHERE saga.suspended_from IS NOT NULL AND saga.suspension = ? AND %s
                LIMIT ?
                FOR NO KEY UPDATE OF saga SKIP LOCKED
                """.formatted(SagaColumns.names(), sagas, KNOWN), reason, names(versions), numbers(versions), limit));
    }

    private Locked locked(Sql lock) {
        return database.joined(connection -> {
            List<SagaInstance> bare = lock.all(connection, row -> SagaColumns.read(row, List.of()));
            return withSteps(connection, bare);
        });
    }

    private Locked withSteps(Connection connection, List<SagaInstance> bare) throws SQLException {
        List<UUID> ids = bare.stream().map(SagaInstance::id).toList();
        Sql statement = Sql.of("""
                SELECT clock_timestamp(), step.saga, %s
                FROM (VALUES (1)) AS always
                LEFT JOIN %s AS step ON step.saga = ANY(?::uuid[])
                ORDER BY step.saga, step.revision, step.place
                """.formatted(StepColumns.NAMES, steps), new Sql.Column("uuid", ids));
        Map<UUID, List<StepRun>> runs = new HashMap<>();
        List<Instant> times = statement.all(connection, row -> {
            UUID saga = row.getObject(2, UUID.class);
            if (saga != null) {
                runs.computeIfAbsent(saga, id -> new ArrayList<>()).add(StepColumns.read(row, 3));
            }
            return SagaColumns.time(row, 1);
        });
        return new Locked(
                times.getLast(),
                bare.stream()
                        .map(instance -> SagaColumns.with(instance, runs.getOrDefault(instance.id(), List.of())))
                        .toList());
    }
}
