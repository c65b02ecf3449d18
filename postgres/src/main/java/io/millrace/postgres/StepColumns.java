package io.millrace.postgres;

import static io.millrace.postgres.LetterRow.storable;

import io.millrace.postgres.RowsStatement.Field;
import io.millrace.saga.Direction;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.StepRun;
import io.millrace.saga.StepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How the steps of instances stand in their table. */
final class StepColumns {

    /** Of a table that goes by the name {@code step}. */
    static final String NAMES =
            "step.step, step.direction, step.status, step.attempts, step.started_at, step.tried_at, step.failed_since,"
                    + " step.due_at, step.ended_at, step.error, step.ended_seq";

    /** A step that a transition changed. */
    record Row(UUID saga, StepRun run, long revision, int place) {

        static final List<Field<Row>> FIELDS = List.of(
                new Field<>("saga", "uuid", Row::saga),
                new Field<>("step", "text", row -> row.run().step()),
                new Field<>("direction", "text", row -> row.run().direction().name()),
                new Field<>("status", "text", row -> row.run().status().name()),
                new Field<>("attempts", "integer", row -> row.run().attempts()),
                new Field<>(
                        "started_at",
                        "bigint",
                        row -> SagaColumns.micros(row.run().startedAt())),
                new Field<>(
                        "tried_at",
                        "bigint",
                        row -> SagaColumns.micros(row.run().triedAt())),
                new Field<>(
                        "failed_since",
                        "bigint",
                        row -> SagaColumns.micros(row.run().failedSince())),
                new Field<>(
                        "due_at", "bigint", row -> SagaColumns.micros(row.run().dueAt())),
                new Field<>(
                        "ended_at",
                        "bigint",
                        row -> SagaColumns.micros(row.run().endedAt())),
                new Field<>("error", "text", row -> storable(row.run().error())),
                new Field<>("ended_seq", "bigint", row -> row.run().endedSeq()),
                new Field<>("revision", "bigint", Row::revision),
                new Field<>("place", "integer", Row::place));

        private record Id(UUID saga, String step, Direction direction) {}

        /** What the entries changed, each step as the last of them left it. */
        static List<Row> of(Collection<JournalEntry> entries) {
            Map<Id, Row> rows = new LinkedHashMap<>();
            for (JournalEntry entry : entries) {
                int place = 0;
                for (StepRun run : entry.changed()) {
                    Row row = new Row(entry.saga(), run, entry.revision(), place++);
                    rows.put(new Id(entry.saga(), run.step(), run.direction()), row);
                }
            }
            return List.copyOf(rows.values());
        }
    }

    private StepColumns() {}

    static StepRun read(ResultSet row, int first) throws SQLException {
        return new StepRun(
                row.getString(first),
                Direction.valueOf(row.getString(first + 1)),
                StepStatus.valueOf(row.getString(first + 2)),
                row.getInt(first + 3),
                SagaColumns.time(row, first + 4),
                SagaColumns.time(row, first + 5),
                SagaColumns.timeIfAny(row, first + 6),
                SagaColumns.timeIfAny(row, first + 7),
                SagaColumns.timeIfAny(row, first + 8),
                row.getString(first + 9),
                row.getLong(first + 10));
    }

    /** The statement that stores rows, in the place of what is there of the same steps. */
    static String upsert(String table, String rows, String inOrder) {
        return """
                INSERT INTO %1$s (saga, step, direction, status, attempts, started_at, tried_at, failed_since, due_at,
                                  ended_at, error, ended_seq, revision, place)
                SELECT new.saga, new.step, new.direction, new.status, new.attempts, %2$s, %3$s, %4$s, %5$s, %6$s,
                       new.error, new.ended_seq, new.revision, new.place
                FROM %7$s
                %8$s
                ON CONFLICT (saga, step, direction) DO UPDATE
                SET status = excluded.status, attempts = excluded.attempts, started_at = excluded.started_at,
                    tried_at = excluded.tried_at, failed_since = excluded.failed_since, due_at = excluded.due_at,
                    ended_at = excluded.ended_at, error = excluded.error, ended_seq = excluded.ended_seq,
                    revision = excluded.revision, place = excluded.place
                """.formatted(
                        table,
                        MetadataColumns.timeOf("new.started_at"),
                        MetadataColumns.timeOf("new.tried_at"),
                        MetadataColumns.timeOf("new.failed_since"),
                        MetadataColumns.timeOf("new.due_at"),
                        MetadataColumns.timeOf("new.ended_at"),
                        rows,
                        inOrder);
    }
}
