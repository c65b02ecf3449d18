package io.millrace.postgres;

import static io.millrace.postgres.LetterRow.storable;

import io.millrace.event.EventContext;
import io.millrace.postgres.RowsStatement.Field;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.StaleSagaException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Stores new instances and transitions: one statement for instances, one for steps, one for the journal. */
final class SagaTransitions {

    /** @param expected the revision before */
    private record Change(SagaInstance after, long expected) {}

    private final Database database;
    private final RowsStatement<SagaInstance> insert;
    private final RowsStatement<Change> update;
    private final RowsStatement<StepColumns.Row> upsertSteps;
    private final RowsStatement<JournalEntry> append;

    SagaTransitions(Database database) {
        this.database = database;
        String sagas = database.table("sagas");
        String steps = database.table("saga_steps");
        String journal = database.table("saga_journal");
        this.insert = new RowsStatement<>(newInstance(), (rows, inOrder) -> insert(sagas, rows));
        this.update = new RowsStatement<>(change(), (rows, inOrder) -> update(sagas, rows));
        this.upsertSteps = new RowsStatement<>(
                StepColumns.Row.FIELDS, (rows, inOrder) -> StepColumns.upsert(steps, rows, inOrder));
        this.append = new RowsStatement<>(entry(), (rows, inOrder) -> append(journal, rows));
    }

    boolean insert(JournalEntry started) {
        Sql statement = insert.of(List.of(), List.of(started.after()), List.of());
        if (database.joined(statement::update) == 0) {
            return false;
        }
        record(List.of(started));
        return true;
    }

    void save(Collection<JournalEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Map<UUID, Change> changes = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            changes.merge(
                    entry.saga(),
                    new Change(entry.after(), entry.revision() - 1),
                    (first, next) -> new Change(next.after(), first.expected()));
        }
        Sql statement = update.of(List.of(), List.copyOf(changes.values()), List.of(changes.size()));
        if (database.joined(statement::update) != changes.size()) {
            throw new StaleSagaException("somebody else has changed one of %d sagas meanwhile: %s"
                    .formatted(
                            changes.size(), changes.keySet().stream().limit(10).toList()));
        }
        record(entries);
    }

    private void record(Collection<JournalEntry> entries) {
        List<StepColumns.Row> steps = StepColumns.Row.of(entries);
        if (!steps.isEmpty()) {
            database.joined(upsertSteps.of(List.of(), steps, List.of())::update);
        }
        database.joined(append.of(List.of(), List.copyOf(entries), List.of())::update);
    }

    private static List<Field<SagaInstance>> newInstance() {
        Function<SagaInstance, EventContext> context = SagaInstance::context;
        return Stream.of(
                        Stream.of(
                                new Field<SagaInstance>("id", "uuid", SagaInstance::id),
                                new Field<SagaInstance>(
                                        "name", "text", row -> row.identity().name()),
                                new Field<SagaInstance>("version", "integer", row -> row.identity()
                                        .version()),
                                new Field<SagaInstance>("key", "text", row -> storable(row.key())),
                                new Field<SagaInstance>("revision", "bigint", SagaInstance::revision),
                                new Field<SagaInstance>(
                                        "started_at",
                                        "bigint",
                                        row -> SagaColumns.micros(row.times().startedAt())),
                                new Field<SagaInstance>(
                                        "updated_at",
                                        "bigint",
                                        row -> SagaColumns.micros(row.times().updatedAt()))),
                        SagaColumns.<SagaInstance>changing(Function.identity()).stream(),
                        Stream.of(
                                new Field<SagaInstance>("correlation_id", "text", row -> context.apply(row)
                                        .correlationId()),
                                new Field<SagaInstance>("causation_id", "text", row -> context.apply(row)
                                        .causationId()),
                                new Field<SagaInstance>("actor", "text", row -> context.apply(row)
                                        .actor()),
                                new Field<SagaInstance>("traceparent", "text", row -> context.apply(row)
                                        .traceparent())))
                .flatMap(fields -> fields)
                .toList();
    }

    private static String insert(String sagas, String rows) {
        return """
                INSERT INTO %s (id, name, version, key, revision, started_at, updated_at, %s, correlation_id,
                                causation_id, actor, traceparent)
                SELECT new.id, new.name, new.version, new.key, new.revision, %s, %s, %s, new.correlation_id,
                       new.causation_id, new.actor, new.traceparent
                FROM %s
                ON CONFLICT (name, key) DO NOTHING
                """.formatted(
                        sagas,
                        SagaColumns.CHANGING,
                        MetadataColumns.timeOf("new.started_at"),
                        MetadataColumns.timeOf("new.updated_at"),
                        SagaColumns.NEW_CHANGING,
                        rows);
    }

    private static List<Field<Change>> change() {
        return Stream.concat(
                        Stream.of(
                                new Field<Change>(
                                        "id", "uuid", row -> row.after().id()),
                                new Field<Change>("expected", "bigint", Change::expected),
                                new Field<Change>(
                                        "revision", "bigint", row -> row.after().revision()),
                                new Field<Change>(
                                        "updated_at",
                                        "bigint",
                                        row -> SagaColumns.micros(
                                                row.after().times().updatedAt()))),
                        SagaColumns.changing(Change::after).stream())
                .toList();
    }

    /** All or nothing: what has another revision is not held, and then nothing is changed. */
    private static String update(String sagas, String rows) {
        return """
                WITH new AS MATERIALIZED (
                    SELECT * FROM %1$s
                ), held AS MATERIALIZED (
                    SELECT saga.id
                    FROM %2$s AS saga
                    JOIN new ON new.id = saga.id AND new.expected = saga.revision
                    ORDER BY saga.id
                    FOR NO KEY UPDATE OF saga
                )
                UPDATE %2$s AS saga
                SET revision = new.revision, updated_at = %3$s, (%4$s) = ROW (%5$s), due_since = NULL,
                    lease_until = CASE WHEN saga.lease_until >= clock_timestamp() THEN saga.lease_until END
                FROM new
                WHERE saga.id = new.id AND (SELECT count(*) FROM held) = ?
                """.formatted(
                rows, sagas, MetadataColumns.timeOf("new.updated_at"), SagaColumns.CHANGING, SagaColumns.NEW_CHANGING);
    }

    private static List<Field<JournalEntry>> entry() {
        return Stream.concat(
                        Stream.of(
                                new Field<JournalEntry>("saga", "uuid", JournalEntry::saga),
                                new Field<JournalEntry>("revision", "bigint", JournalEntry::revision),
                                new Field<JournalEntry>("at", "bigint", row -> SagaColumns.micros(row.at())),
                                new Field<JournalEntry>(
                                        "what", "text", row -> row.what().name()),
                                new Field<JournalEntry>("step", "text", JournalEntry::step),
                                new Field<JournalEntry>("detail", "text", row -> storable(row.detail())),
                                new Field<JournalEntry>(
                                        "operator",
                                        "text",
                                        row -> row.operator() == null
                                                ? null
                                                : row.operator().actor()),
                                new Field<JournalEntry>(
                                        "reason",
                                        "text",
                                        row -> row.operator() == null
                                                ? null
                                                : row.operator().reason()),
                                new Field<JournalEntry>("changed", "text", row -> SagaJson.ofRuns(row.changed()))),
                        SagaColumns.changing(JournalEntry::after).stream())
                .toList();
    }

    private static String append(String journal, String rows) {
        return """
                INSERT INTO %s (saga, revision, at, what, step, detail, operator, reason, changed, %s)
                SELECT new.saga, new.revision, %s, new.what, new.step, new.detail, new.operator, new.reason,
                       new.changed, %s
                FROM %s
                """.formatted(
                journal, SagaColumns.CHANGING, MetadataColumns.timeOf("new.at"), SagaColumns.NEW_CHANGING, rows);
    }
}
