package io.millrace.postgres;

import static io.millrace.postgres.LetterRow.storable;

import io.millrace.postgres.RowsStatement.Field;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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
    private final String take;

    SagaMessages(Database database) {
        String messages = database.table("saga_messages");
        this.database = database;
        this.insert = new RowsStatement<>(Row.FIELDS, (rows, inOrder) -> insert(messages, rows, inOrder));
        // Whoever takes a message holds its instance until the next one of its messages can be taken.
        this.take =
                """
                WITH ready AS MATERIALIZED (
                    SELECT message.number
                    FROM %1$s AS message
                    JOIN %2$s AS saga ON saga.name = message.saga AND saga.key = message.key
                    WHERE message.keeping IN ('EARLY', 'WAITING') AND saga.suspended_from IS NULL AND %3$s
                    ORDER BY message.number
                    LIMIT ?
                    FOR NO KEY UPDATE OF saga SKIP LOCKED
                ), taken AS (
                    DELETE FROM %1$s AS message
                    WHERE message.number IN (SELECT number FROM ready)
                    RETURNING message.*
                )
                SELECT %4$s, saga, key, payload, keeping
                FROM taken
                ORDER BY number
                """.formatted(messages, database.table("sagas"), SagaLocks.KNOWN, MetadataColumns.names("occurred_at"));
    }

    private static String insert(String messages, String rows, String inOrder) {
        return """
                INSERT INTO %s (saga, key, %s, payload, keeping)
                SELECT new.saga, new.key, new.event_id, new.event_type, new.event_version, %s, new.correlation_id,
                       new.causation_id, new.actor, new.traceparent, new.payload, new.keeping
                FROM %s
                %s
                ON CONFLICT (event_id, saga) DO NOTHING
                """.formatted(
                        messages,
                        MetadataColumns.names("occurred_at"),
                        MetadataColumns.timeOf("new.occurred_at"),
                        rows,
                        inOrder);
    }

    void keep(Collection<KeptMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<Row> rows = new ArrayList<>(messages.size());
        for (KeptMessage message : messages) {
            rows.add(new Row(rows.size(), message));
        }
        database.joined(insert.of(List.of(), rows, List.of())::update);
    }

    List<KeptMessage> applicable(Set<Version> versions, int limit) {
        Sql statement = Sql.of(take, SagaLocks.names(versions), SagaLocks.numbers(versions), limit);
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
