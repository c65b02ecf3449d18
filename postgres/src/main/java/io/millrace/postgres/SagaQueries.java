package io.millrace.postgres;

import io.millrace.deadletter.Operator;
import io.millrace.saga.Direction;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore.Filter;
import io.millrace.saga.SagaStore.Standing;
import io.millrace.saga.StepRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads instances without locking them: each with its steps in one statement, so that both are of one moment. */
final class SagaQueries {

    private final Database database;
    private final String sagas;
    private final String steps;
    private final String journal;

    SagaQueries(Database database) {
        this.database = database;
        this.sagas = database.table("sagas");
        this.steps = database.table("saga_steps");
        this.journal = database.table("saga_journal");
    }

    Instant now() {
        Sql statement = Sql.of("SELECT clock_timestamp()");
        return database.joined(connection -> statement.one(connection, row -> SagaColumns.time(row, 1)));
    }

    /** The time stands in a query of its own, for only then an index finds what is due by it. */
    Standing standing() {
        Sql statement = Sql.of("""
                SELECT clock_timestamp(),
                       (SELECT count(*) FROM ${sagas} WHERE suspended_from IS NOT NULL),
                       least(
                           (SELECT min(wake_at)
                            FROM ${sagas}
                            WHERE wake_at <= (SELECT clock_timestamp())
                              AND (lease_until IS NULL OR lease_until < clock_timestamp())),
                           (SELECT min(due_since)
                            FROM ${sagas}
                            WHERE due_since IS NOT NULL
                              AND (lease_until IS NULL OR lease_until < clock_timestamp())))
                """.replace("${sagas}", sagas));
        return database.joined(connection -> statement.one(connection, row -> {
            Instant first = SagaColumns.timeIfAny(row, 3);
            Duration late = first == null ? Duration.ZERO : Duration.between(first, SagaColumns.time(row, 1));
            return new Standing(row.getLong(2), late);
        }));
    }

    Optional<SagaInstance> find(String name, String key) {
        return first(select("saga.name = ? AND saga.key = ?", "", name, LetterRow.storable(key)));
    }

    Optional<SagaInstance> find(UUID saga) {
        return first(select("saga.id = ?", "", saga));
    }

    private static Optional<SagaInstance> first(List<SagaInstance> found) {
        return found.stream().findFirst();
    }

    List<SagaInstance> ended(Collection<UUID> ids) {
        return select(
                "saga.id = ANY(?::uuid[]) AND saga.ended_at IS NOT NULL", "", new Sql.Column("uuid", List.copyOf(ids)));
    }

    List<SagaInstance> list(Filter filter, int limit) {
        List<String> conditions = new ArrayList<>(List.of("TRUE"));
        List<@Nullable Object> values = new ArrayList<>();
        if (filter.name() != null) {
            conditions.add("saga.name = ?");
            values.add(filter.name());
        }
        if (!filter.statuses().isEmpty()) {
            conditions.add("saga.status = ANY(?::text[]) AND (%s)".formatted(indexed(filter.statuses())));
            values.add(new Sql.Column(
                    "text", filter.statuses().stream().map(SagaStatus::name).toList()));
        }
        if (filter.unchangedFor() != null) {
            conditions.add("saga.updated_at <= clock_timestamp() - ?::bigint * interval '1 microsecond'");
            values.add(SagaColumns.micros(filter.unchangedFor()));
        }
        values.add(limit);
        return select(
                String.join(" AND ", conditions), "ORDER BY saga.updated_at DESC, saga.id LIMIT ?", values.toArray());
    }

    /** Says in the words of partial indexes which instances are meant. */
    private static String indexed(Set<SagaStatus> statuses) {
        return statuses.stream().map(SagaQueries::indexed).distinct().collect(Collectors.joining(" OR "));
    }

    private static String indexed(SagaStatus status) {
        return switch (status) {
            case SUSPENDED -> "saga.suspended_from IS NOT NULL";
            case RUNNING, COMPENSATING -> "saga.ended_at IS NULL AND saga.suspended_from IS NULL";
            case COMPLETED, COMPENSATED -> "saga.ended_at IS NOT NULL";
        };
    }

    private List<SagaInstance> select(String where, String limited, @Nullable Object... values) {
        Sql statement =
                Sql.of("""
                SELECT %s, %s
                FROM (SELECT * FROM %s AS saga WHERE %s %s) AS saga
                LEFT JOIN %s AS step ON step.saga = saga.id
                ORDER BY saga.updated_at DESC, saga.id, step.revision, step.place
                """.formatted(SagaColumns.names(), StepColumns.NAMES, sagas, where, limited, steps), values);
        Map<UUID, SagaInstance> bare = new LinkedHashMap<>();
        Map<UUID, List<StepRun>> runs = new LinkedHashMap<>();
        database.joined(connection -> statement.all(connection, row -> {
            UUID id = row.getObject(1, UUID.class);
            List<StepRun> known = runs.get(id);
            if (known == null) {
                bare.put(id, SagaColumns.read(row, List.of()));
                known = new ArrayList<>();
                runs.put(id, known);
            }
            if (row.getString(SagaColumns.COUNT + 1) != null) {
                known.add(StepColumns.read(row, SagaColumns.COUNT + 1));
            }
            return id;
        }));
        return bare.values().stream()
                .map(instance -> SagaColumns.with(instance, Objects.requireNonNull(runs.get(instance.id()))))
                .toList();
    }

    List<JournalEntry> history(UUID saga) {
        Sql statement = Sql.of("""
                SELECT %s, journal.what, journal.step, journal.detail, journal.operator, journal.reason,
                       journal.changed
                FROM %s AS journal
                JOIN %s AS saga ON saga.id = journal.saga
                WHERE journal.saga = ?
                ORDER BY journal.revision
                """.formatted(SagaColumns.names("journal", "at"), journal, sagas), saga);
        Replayed replayed = new Replayed(new LinkedHashMap<>());
        return database.joined(connection -> statement.all(connection, replayed::next));
    }

    /** The steps so far: what changes goes to the end. */
    private record Replayed(Map<Way, StepRun> runs) {

        private record Way(String step, Direction direction) {}

        JournalEntry next(ResultSet row) throws SQLException {
            int more = SagaColumns.COUNT;
            List<StepRun> changed = SagaJson.runs(row.getString(more + 6));
            for (StepRun run : changed) {
                runs.remove(new Way(run.step(), run.direction()));
                runs.put(new Way(run.step(), run.direction()), run);
            }
            SagaInstance after = SagaColumns.read(row, List.copyOf(runs.values()));
            String operator = row.getString(more + 4);
            return new JournalEntry(
                    after.id(),
                    after.times().updatedAt(),
                    JournalEntry.Kind.valueOf(row.getString(more + 1)),
                    row.getString(more + 2),
                    row.getString(more + 3),
                    after,
                    changed,
                    operator == null ? null : new Operator(operator, row.getString(more + 5)));
        }
    }
}
