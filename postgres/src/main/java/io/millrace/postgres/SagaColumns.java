package io.millrace.postgres;

import static io.millrace.postgres.LetterRow.storable;

import io.millrace.event.EventContext;
import io.millrace.postgres.RowsStatement.Field;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.SagaInstance.Course;
import io.millrace.saga.SagaInstance.Identity;
import io.millrace.saga.SagaInstance.Suspension;
import io.millrace.saga.SagaInstance.Times;
import io.millrace.saga.SagaInstance.Undoing;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.StepRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How an instance stands in a table, and how a new or changed one is bound. */
final class SagaColumns {

    /** What a transition may change, in the table of instances and in the journal. */
    static final String CHANGING =
            "state, status, past_pivot, undoing_cause, undoing_reason, suspended_from, suspension,"
                    + " deadline_at, wake_at, ended_at";

    /** The values of {@link #CHANGING} from rows of {@link #changing} under the alias {@code new}. */
    static final String NEW_CHANGING =
            "new.state, new.status, new.past_pivot, new.undoing_cause, new.undoing_reason, new.suspended_from,"
                    + " new.suspension, %s, %s, %s"
                            .formatted(
                                    MetadataColumns.timeOf("new.deadline_at"),
                                    MetadataColumns.timeOf("new.wake_at"),
                                    MetadataColumns.timeOf("new.ended_at"));

    /** The number of columns that {@link #read} reads. */
    static final int COUNT = 21;

    private SagaColumns() {}

    /** The columns that are read, in order, of the instances that go by the name {@code saga}. */
    static String names() {
        return names("saga", "updated_at");
    }

    /** As the other one, with what changes from another table, and its column that holds the time of the change. */
    static String names(String changing, String updatedAt) {
        return "saga.id, saga.name, saga.version, saga.key, %1$s.revision, %1$s.%2$s, saga.started_at, %1$s.%3$s, saga.correlation_id, saga.causation_id, saga.actor, saga.traceparent"
                .formatted(changing, CHANGING.replace(", ", ", " + changing + "."), updatedAt);
    }

    static <T> List<Field<T>> changing(Function<T, SagaInstance> instance) {
        Function<T, Course> course = instance.andThen(SagaInstance::course);
        Function<T, Times> times = instance.andThen(SagaInstance::times);
        return List.of(
                new Field<>("state", "text", row -> storable(instance.apply(row).state())),
                new Field<>("status", "text", row -> course.apply(row).status().name()),
                new Field<>("past_pivot", "boolean", row -> course.apply(row).pastPivot()),
                new Field<>(
                        "undoing_cause",
                        "text",
                        row -> course.apply(row).undoing() instanceof Undoing(Cause cause, String reason)
                                ? cause.name()
                                : null),
                new Field<>(
                        "undoing_reason",
                        "text",
                        row -> course.apply(row).undoing() instanceof Undoing(Cause cause, String reason)
                                ? storable(reason)
                                : null),
                new Field<>(
                        "suspended_from",
                        "text",
                        row -> course.apply(row).suspension() instanceof Suspension(SagaStatus from, String reason)
                                ? from.name()
                                : null),
                new Field<>(
                        "suspension",
                        "text",
                        row -> course.apply(row).suspension() instanceof Suspension(SagaStatus from, String reason)
                                ? storable(reason)
                                : null),
                new Field<>(
                        "deadline_at", "bigint", row -> micros(times.apply(row).deadlineAt())),
                new Field<>("wake_at", "bigint", row -> micros(times.apply(row).wakeAt())),
                new Field<>("ended_at", "bigint", row -> micros(times.apply(row).endedAt())));
    }

    /** The instance of the first columns, with these steps. */
    static SagaInstance read(ResultSet row, List<StepRun> steps) throws SQLException {
        return new SagaInstance(
                new Identity(row.getObject(1, UUID.class), row.getString(2), row.getInt(3), row.getString(4)),
                row.getLong(5),
                row.getString(6),
                course(row),
                new Times(time(row, 16), time(row, 17), timeIfAny(row, 13), timeIfAny(row, 14), timeIfAny(row, 15)),
                new EventContext(row.getString(18), row.getString(19), row.getString(20), row.getString(21)),
                steps);
    }

    static SagaInstance with(SagaInstance bare, List<StepRun> steps) {
        return new SagaInstance(
                bare.identity(), bare.revision(), bare.state(), bare.course(), bare.times(), bare.context(), steps);
    }

    private static Course course(ResultSet row) throws SQLException {
        String cause = row.getString(9);
        String from = row.getString(11);
        return new Course(
                SagaStatus.valueOf(row.getString(7)),
                row.getBoolean(8),
                cause == null ? null : new Undoing(Cause.valueOf(cause), row.getString(10)),
                from == null ? null : new Suspension(SagaStatus.valueOf(from), row.getString(12)));
    }

    static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant timeIfAny(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable Long micros(@Nullable Instant time) {
        return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** For {@code ?::bigint * interval '1 microsecond'}. */
    static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
