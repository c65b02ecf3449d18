package io.millrace.postgres;

import static io.millrace.postgres.LetterRow.storable;

import io.millrace.postgres.RowsStatement.Field;
import io.millrace.saga.SagaInstance.Identity;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Understood;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Messages that are kept for sagas. */
final class SagaMessages {

    private record Row(int ordinal, KeptMessage message) {

        static final List<Field<Row>> FIELDS = Stream.of(
                        Stream.of(
                                new Field<Row>("ordinal", "integer", Row::ordinal),
                                new Field<Row>(
                                        "saga", "text", row -> row.message().saga()),
                                new Field<Row>(
                                        "key",
                                        "text",
                                        row -> storable(row.message().key()))),
                        MetadataColumns.<Row>fields(
                                "occurred_at", row -> row.message().metadata())
                                .stream(),
                        Stream.of(
                                new Field<Row>(
                                        "payload",
                                        "text",
                                        row -> storable(row.message().payload())),
                                new Field<Row>("keeping", "text", row -> row.message()
                                        .keeping()
                                        .name())))
                .flatMap(fields -> fields)
                .toList();
    }

    private final Database database;
    private final RowsStatement<Row> insert;
    private final String reserve;
    private final String release;
    private final String awaken;
    private final String awakenMissed;
    private final String take;

    SagaMessages(Database database) {
        String messages = database.table("saga_messages");
        this.database = database;
        String sagas = database.table("sagas");
        this.insert = new RowsStatement<>(Row.FIELDS, (rows, inOrder) -> insert(messages, sagas, rows, inOrder));
        this.reserve = """
                INSERT INTO %s (id, name, version, key, revision, state, status, past_pivot, started_at, updated_at)
                SELECT gen_random_uuid(), name, 0, key, 0, '', 'RUNNING', FALSE, clock_timestamp(), clock_timestamp()
                FROM (SELECT DISTINCT name, key FROM unnest(?::text[], ?::text[]) AS asked (name, key)) AS early
                ORDER BY name, key
                ON CONFLICT (name, key) DO NOTHING
                RETURNING id
                """.formatted(sagas);
        this.release = "DELETE FROM %s WHERE id = ANY(?::uuid[])".formatted(sagas);
        this.awaken = "UPDATE %s SET keeping = 'WAITING' WHERE saga = ? AND key = ? AND keeping = 'EARLY'"
                .formatted(messages);
        this.awakenMissed = """
                UPDATE %1$s
                SET keeping = 'WAITING'
                WHERE number = ANY(ARRAY(
                    SELECT message.number
                    FROM %1$s AS message
                    JOIN %2$s AS saga ON saga.name = message.saga AND saga.key = message.key
                    WHERE message.keeping = 'EARLY'
                    FOR UPDATE OF message SKIP LOCKED))
                """.formatted(messages, sagas);
        // Whoever takes a message holds its instance until the next one of its messages can be taken. Where an instance
        // was held by another at its first message and is free at a later one, neither is taken, to keep their order.
        this.take = """
                WITH newer AS MATERIALIZED (
                    SELECT message.saga, message.key, min(message.number) AS number
                    FROM %1$s AS message
                    JOIN unnest(?::text[], ?::integer[]) AS known (type, version) ON known.type = message.event_type
                    WHERE message.keeping = 'WAITING' AND message.event_version > known.version
                    GROUP BY message.saga, message.key
                ), ready AS MATERIALIZED (
                    SELECT message.number, message.saga, message.key
                    FROM %1$s AS message
                    JOIN %2$s AS saga ON saga.name = message.saga AND saga.key = message.key
                    WHERE message.keeping = 'WAITING' AND saga.suspended_from IS NULL AND %3$s
                      AND NOT EXISTS (
                          SELECT FROM newer
                          WHERE newer.saga = message.saga AND newer.key = message.key
                            AND newer.number <= message.number)
                    ORDER BY message.number
                    LIMIT ?
                    FOR NO KEY UPDATE OF saga SKIP LOCKED
                ), skipped AS MATERIALIZED (
                    SELECT message.saga, message.key, min(message.number) AS number
                    FROM %1$s AS message
                    WHERE message.keeping = 'WAITING' AND message.number < (SELECT max(number) FROM ready)
                      AND message.number NOT IN (SELECT number FROM ready)
                    GROUP BY message.saga, message.key
                ), taken AS (
                    DELETE FROM %1$s AS message
                    WHERE message.number IN (
                        SELECT ready.number
                        FROM ready
                        LEFT JOIN skipped USING (saga, key)
                        WHERE skipped.number IS NULL OR skipped.number > ready.number)
                    RETURNING message.*
                )
                SELECT %4$s, saga, key, payload, keeping
                FROM taken
                ORDER BY number
                """.formatted(messages, sagas, SagaLocks.KNOWN, MetadataColumns.names("occurred_at"));
    }

    private static String insert(String messages, String sagas, String rows, String inOrder) {
        return """
                INSERT INTO %s (saga, key, %s, payload, keeping)
                SELECT new.saga, new.key, new.event_id, new.event_type, new.event_version, %s, new.correlation_id,
                       new.causation_id, new.actor, new.traceparent, new.payload,
                       CASE WHEN new.keeping = 'EARLY' AND EXISTS (
                           SELECT FROM %s AS saga WHERE saga.name = new.saga AND saga.key = new.key)
                       THEN 'WAITING' ELSE new.keeping END
                FROM %s
                %s
                ON CONFLICT (event_id, saga) DO NOTHING
                """.formatted(
                        messages,
                        MetadataColumns.names("occurred_at"),
                        MetadataColumns.timeOf("new.occurred_at"),
                        sagas,
                        rows,
                        inOrder);
    }

    void keep(Collection<KeptMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        awaitStarts(messages.stream()
                .filter(message -> message.keeping() == Keeping.EARLY)
                .toList());
        List<Row> rows = new ArrayList<>(messages.size());
        for (KeptMessage message : messages) {
            rows.add(new Row(rows.size(), message));
        }
        database.joined(insert.of(List.of(), rows, List.of())::update);
    }

    /**
     * A message and the start of its saga must not miss each other. Both store a row under the saga's name and key, here
     * one that is taken back, so whoever comes second waits for the first to commit, and then looks: the start for what
     * was kept early, the message for its instance. (What looks in a snapshot that is older, as at REPEATABLE READ, may
     * miss it; {@link #awakenMissed} finds that.)
     */
    private void awaitStarts(List<KeptMessage> early) {
        if (early.isEmpty()) {
            return;
        }
        Sql reserved = Sql.of(
                reserve,
                MetadataColumns.column("text", early, KeptMessage::saga),
                MetadataColumns.column("text", early, message -> storable(message.key())));
        List<UUID> free = database.joined(connection -> reserved.all(connection, row -> row.getObject(1, UUID.class)));
        database.joined(Sql.of(release, new Sql.Column("uuid", free))::update);
    }

    /** What was kept early for the instance, which has just been stored, waits for it from then on. */
    void awaken(Identity started) {
        database.joined(Sql.of(awaken, started.name(), storable(started.key()))::update);
    }

    /** The same for instances that did not see what was kept for them when they started. */
    void awakenMissed() {
        database.joined(Sql.of(awakenMissed)::update);
    }

    List<KeptMessage> applicable(Understood readable, int limit) {
        List<Map.Entry<String, Integer>> events = List.copyOf(readable.events().entrySet());
        Sql statement = Sql.of(
                take,
                MetadataColumns.column("text", events, Map.Entry::getKey),
                new Sql.Column(
                        "integer", events.stream().map(Map.Entry::getValue).toList()),
                SagaLocks.names(readable.versions()),
                SagaLocks.numbers(readable.versions()),
                limit);
        return database.joined(connection -> statement.all(connection, SagaMessages::read));
    }

    private static KeptMessage read(ResultSet row) throws SQLException {
        return new KeptMessage(
                row.getString(9),
                row.getString(10),
                MetadataColumns.read(row, 1),
                row.getString(11),
                Keeping.valueOf(row.getString(12)));
    }
}
