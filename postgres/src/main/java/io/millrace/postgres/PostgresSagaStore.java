package io.millrace.postgres;

import io.millrace.saga.JournalEntry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sagas in PostgreSQL tables. However many instances a call is about, it makes the same few statements. A transaction
 * that is stricter than READ COMMITTED fails with a serialization failure where it waited for another one. A NUL
 * character, which PostgreSQL can't store, is kept as U+FFFD.
 */
public final class PostgresSagaStore implements SagaStore {

    private final Database database;
    private final SagaDefinitions definitions;
    private final SagaLocks locks;
    private final SagaLeases leases;
    private final SagaTransitions transitions;
    private final SagaMessages messages;
    private final SagaQueries queries;

    public PostgresSagaStore(Database database) {
        this.database = database;
        this.definitions = new SagaDefinitions(database);
        this.locks = new SagaLocks(database);
        this.leases = new SagaLeases(database);
        this.transitions = new SagaTransitions(database);
        this.messages = new SagaMessages(database);
        this.queries = new SagaQueries(database);
    }

    @Override
    public Instant now() {
        return queries.now();
    }

    @Override
    public void register(Saga<?> saga) {
        definitions.register(saga);
    }

    @Override
    public void seen(Set<Version> versions) {
        definitions.seen(versions);
    }

    @Override
    public Locked lock(String name, Collection<String> keys) {
        requireTransaction();
        return locks.lock(name, keys);
    }

    @Override
    public boolean insert(JournalEntry started) {
        requireTransaction();
        boolean inserted = transitions.insert(started);
        if (inserted) {
            messages.awaken(started.after().identity());
        }
        return inserted;
    }

    @Override
    public Locked due(Set<Version> versions, int limit, Duration atMost) {
        requireTransaction();
        return locks.due(versions, limit, atMost);
    }

    @Override
    public void limit(Duration atMost) {
        requireTransaction();
        locks.limit(atMost);
    }

    @Override
    public void liftStatementLimit() {
        requireTransaction();
        locks.liftStatementLimit();
    }

    @Override
    public void save(Collection<JournalEntry> entries) {
        requireTransaction();
        transitions.save(entries);
    }

    @Override
    public List<Lease> lease(Collection<UUID> sagas, String node, Duration time) {
        requireTransaction();
        return leases.lease(sagas, node, time);
    }

    @Override
    public List<Lease> renew(Collection<Lease> stillHeld, Duration time) {
        return leases.renew(stillHeld, time);
    }

    @Override
    public Optional<Locked> hold(Lease lease) {
        requireTransaction();
        return Optional.of(locks.hold(lease))
                .filter(locked -> !locked.instances().isEmpty());
    }

    @Override
    public void postpone(Collection<UUID> sagas, @Nullable Instant wakeAt) {
        requireTransaction();
        if (sagas.isEmpty()) {
            return;
        }
        Sql statement = Sql.of(
                "UPDATE %s SET wake_at = ?, due_since = NULL WHERE id = ANY(?::uuid[])"
                        .formatted(database.table("sagas")),
                new Sql.Cell("timestamptz", wakeAt == null ? null : wakeAt.atOffset(ZoneOffset.UTC)),
                new Sql.Column("uuid", List.copyOf(sagas)));
        database.joined(statement::update);
    }

    @Override
    public void putOff(Collection<UUID> sagas, Duration atLeast, Duration atMost) {
        requireTransaction();
        if (sagas.isEmpty()) {
            return;
        }
        Sql statement = Sql.of(
                """
                UPDATE %s
                SET wake_at = clock_timestamp() + least(
                        greatest(
                            (clock_timestamp() - coalesce(due_since, wake_at)) / 10,
                            ?::bigint * interval '1 microsecond'),
                        ?::bigint * interval '1 microsecond'),
                    due_since = coalesce(due_since, wake_at)
                WHERE id = ANY(?::uuid[])
                """.formatted(database.table("sagas")),
                SagaColumns.micros(atLeast),
                SagaColumns.micros(atMost),
                new Sql.Column("uuid", List.copyOf(sagas)));
        database.joined(statement::update);
    }

    @Override
    public void keep(Collection<KeptMessage> kept) {
        requireTransaction();
        messages.keep(kept);
    }

    @Override
    public List<KeptMessage> applicable(Understood readable, int limit) {
        requireTransaction();
        return messages.applicable(readable, limit);
    }

    @Override
    public Locked orphans(Duration unseenFor, int limit) {
        requireTransaction();
        return locks.orphans(unseenFor, limit);
    }

    @Override
    public Locked suspendedFor(String reason, Set<Version> versions, int limit) {
        requireTransaction();
        return locks.suspendedFor(reason, versions, limit);
    }

    @Override
    public Optional<SagaInstance> find(String name, String key) {
        return queries.find(name, key);
    }

    @Override
    public Optional<SagaInstance> find(UUID saga) {
        return queries.find(saga);
    }

    @Override
    public List<JournalEntry> history(UUID saga) {
        return queries.history(saga);
    }

    @Override
    public List<SagaInstance> list(Filter filter, int limit) {
        return queries.list(filter, limit);
    }

    @Override
    public Standing standing() {
        return queries.standing();
    }

    @Override
    public List<SagaInstance> ended(Collection<UUID> sagas) {
        return queries.ended(sagas);
    }

    /** What a saga that has not ended waits for is never forgotten. */
    @Override
    public int forget(Duration endedBefore, int limit) {
        messages.awakenMissed();
        long micros = SagaColumns.micros(endedBefore);
        Sql statement = Sql.of(
                """
                WITH forgotten AS (
                    DELETE FROM ${sagas}
                    WHERE id = ANY(ARRAY(
                        SELECT id FROM ${sagas}
                        WHERE ended_at < (SELECT clock_timestamp() - ?::bigint * interval '1 microsecond')
                        ORDER BY ended_at
                        LIMIT ?
                        FOR UPDATE SKIP LOCKED))
                    RETURNING id
                ), their_steps AS (
                    DELETE FROM ${steps} WHERE saga IN (SELECT id FROM forgotten)
                ), their_journal AS (
                    DELETE FROM ${journal} WHERE saga IN (SELECT id FROM forgotten)
                ), old_messages AS (
                    DELETE FROM ${messages}
                    WHERE number = ANY(ARRAY(
                        SELECT message.number FROM ${messages} AS message
                        WHERE message.kept_at < (SELECT clock_timestamp() - ?::bigint * interval '1 microsecond')
                          AND (message.keeping NOT IN ('EARLY', 'WAITING') OR NOT EXISTS (
                              SELECT FROM ${sagas} AS saga
                              WHERE saga.name = message.saga AND saga.key = message.key AND saga.ended_at IS NULL))
                        ORDER BY message.kept_at
                        LIMIT ?
                        FOR UPDATE OF message SKIP LOCKED))
                    RETURNING number
                )
                SELECT (SELECT count(*) FROM forgotten) + (SELECT count(*) FROM old_messages)
                """.replace("${sagas}", database.table("sagas"))
                        .replace("${steps}", database.table("saga_steps"))
                        .replace("${journal}", database.table("saga_journal"))
                        .replace("${messages}", database.table("saga_messages")),
                micros,
                limit,
                micros,
                limit);
        return database.joined(connection -> statement.one(connection, row -> row.getInt(1)));
    }

    private void requireTransaction() {
        if (!database.transactions().active()) {
            throw new IllegalStateException("sagas change in a transaction: call it inside Transactions.run");
        }
    }
}
