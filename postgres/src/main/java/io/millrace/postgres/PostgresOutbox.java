package io.millrace.postgres;

import io.millrace.log.Lanes;
import io.millrace.outbox.NoTransactionException;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.postgres.RowsStatement.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The outbox in a PostgreSQL table: what is added stands in the caller's transaction at once. */
public final class PostgresOutbox implements Outbox, AutoCloseable {

    /** The subscription of the relay: from its cursor the view {@code outbox_events} tells what is published. */
    public static final String SUBSCRIPTION = "outbox";

    private static final String COLUMNS =
            "position, aggregate_type, aggregate_id, sequence, " + MetadataColumns.names("created_at") + ", payload";

    /** A message on its way into the table. */
    private record Row(int ordinal, OutgoingMessage message) {

        static final List<Field<Row>> FIELDS = Stream.of(
                        Stream.of(
                                new Field<Row>("ordinal", "integer", Row::ordinal),
                                new Field<Row>(
                                        "lane",
                                        "smallint",
                                        row -> Lanes.of(row.message().key())),
                                new Field<Row>("aggregate_type", "text", row -> row.message()
                                        .aggregateType()),
                                new Field<Row>("aggregate_id", "text", row -> row.message()
                                        .key()),
                                new Field<Row>("sequence", "bigint", row -> row.message()
                                        .sequence())),
                        MetadataColumns.<Row>fields(
                                "created_at", row -> row.message().metadata())
                                .stream(),
                        Stream.of(new Field<Row>(
                                "payload", "text", row -> row.message().payload())))
                .flatMap(fields -> fields)
                .toList();
    }

    private final Database database;
    private final OutgoingMessages messages;
    private final SettledLog<OutgoingMessage> log;
    private final RowsStatement<Row> insert;

    public PostgresOutbox(Database database, OutgoingMessages messages) {
        this.database = database;
        this.messages = messages;
        this.log = new SettledLog<>(
                database, new LogTable<>("outbox", COLUMNS, "created_at", PostgresOutbox::outgoingMessage));
        this.insert =
                new RowsStatement<>(Row.FIELDS, (rows, inOrder) -> insert(database.table("outbox"), rows, inOrder));
    }

    @Override
    public void add(OutgoingEvent event) {
        requireTransaction();
        write(List.of(messages.of(event)));
    }

    @Override
    public void addAll(Collection<Caused> events) {
        requireTransaction();
        write(events.stream()
                .map(caused -> caused.context().call(() -> messages.of(caused.event())))
                .toList());
    }

    /**
     * Writes the messages in one statement of the caller's transaction, in their order; their positions are
     * ignored. Fails with {@link NoTransactionException} where there is none.
     */
    public void write(List<OutgoingMessage> messages) {
        requireTransaction();
        if (messages.isEmpty()) {
            return;
        }
        Sql statement = bound(messages);
        database.joined(statement::update);
        database.transactions().afterCommit(log::wake);
    }

    /** The messages that are to be published, for a relay. */
    public SettledLog<OutgoingMessage> log() {
        return log;
    }

    /** Closes the log. */
    @Override
    public void close() {
        log.close();
    }

    private void requireTransaction() {
        if (!database.transactions().active()) {
            throw new NoTransactionException();
        }
    }

    private static String insert(String outbox, String rows, String inOrder) {
        return """
                INSERT INTO %1$s (lane, aggregate_type, aggregate_id, sequence, %2$s, payload)
                SELECT new.lane, new.aggregate_type, new.aggregate_id, new.sequence,
                       new.event_id, new.event_type, new.event_version, %3$s,
                       new.correlation_id, new.causation_id, new.actor, new.traceparent, new.payload
                FROM %4$s
                %5$s
                """.formatted(
                outbox, MetadataColumns.names("created_at"), MetadataColumns.timeOf("new.created_at"), rows, inOrder);
    }

    private Sql bound(List<OutgoingMessage> messages) {
        List<Row> rows = new ArrayList<>(messages.size());
        for (OutgoingMessage message : messages) {
            rows.add(new Row(rows.size(), message));
        }
        return insert.of(List.of(), rows, List.of());
    }

    private static OutgoingMessage outgoingMessage(ResultSet row) throws SQLException {
        return new OutgoingMessage(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                MetadataColumns.read(row, 5),
                row.getString(13));
    }
}
