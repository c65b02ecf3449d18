package io.millrace.postgres;

import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.FiledLetter;
import io.millrace.deadletter.LetterAction;
import io.millrace.deadletter.LetterDesk;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.LetterGroup;
import io.millrace.deadletter.Operator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters in a PostgreSQL table, as operators see and treat them. */
public final class PostgresLetterDesk implements LetterDesk {

    private final Database database;
    private final String letters;
    private final String actions;

    public PostgresLetterDesk(Database database) {
        this.database = database;
        this.letters = database.table("dead_letters");
        this.actions = database.table("dead_letter_actions");
    }

    /** Conditions of a table that goes by the name {@code letter}, and the values bound to them. */
    private record Where(String text, List<@Nullable Object> values) {

        static Where of(LetterFilter filter) {
            Where where = new Where("TRUE", List.of())
                    .and("letter.number = ?", filter.number())
                    .and("letter.source = ?", filter.source())
                    .and("letter.key = ?", filter.key())
                    .and("letter.event_type = ?", filter.type())
                    .and("letter.fingerprint = ?", filter.fingerprint())
                    .and("letter.parked_at >= ?", time(filter.from()))
                    .and("letter.parked_at < ?", time(filter.to()));
            return filter.states().isEmpty()
                    ? where
                    : where.in(filter.states().stream().toList());
        }

        /** Says in the words of the partial indexes that only open letters are meant. */
        private Where in(List<State> states) {
            List<String> names = states.stream().map(State::name).toList();
            Where where = and("letter.state = ANY(?::text[])", new Sql.Column("text", names));
            return states.stream().anyMatch(State::resolved) ? where : where.open();
        }

        Where open() {
            return new Where(text + " AND letter.resolved_at IS NULL", values);
        }

        Where and(String condition, @Nullable Object value) {
            if (value == null) {
                return this;
            }
            List<@Nullable Object> all = new ArrayList<>(values);
            all.add(value);
            return new Where(text + " AND " + condition, all);
        }

        private static @Nullable OffsetDateTime time(@Nullable Instant time) {
            return time == null ? null : time.atOffset(ZoneOffset.UTC);
        }

        /** The statement, in which ${where} stands once, with the values of these conditions before the others. */
        Sql in(String statement, @Nullable Object... more) {
            List<@Nullable Object> all = new ArrayList<>(values);
            all.addAll(Arrays.asList(more));
            return Sql.of(statement.replace("${where}", text), all.toArray());
        }
    }

    @Override
    public List<FiledLetter> list(LetterFilter filter, long before, int limit) {
        Sql statement = Where.of(filter).in("""
                        SELECT %s
                        FROM %s AS letter
                        WHERE ${where} AND letter.number < ?
                        ORDER BY letter.number DESC
                        LIMIT ?
                        """.formatted(LetterRow.COLUMNS, letters), before, limit);
        return database.joined(connection -> statement.all(connection, LetterRow::filed));
    }

    @Override
    public long count(LetterFilter filter) {
        Sql statement = Where.of(filter).in("SELECT count(*) FROM %s AS letter WHERE ${where}".formatted(letters));
        return database.joined(connection -> statement.one(connection, row -> row.getLong(1)));
    }

    @Override
    public List<LetterGroup> groups(LetterFilter filter, int limit) {
        Sql statement = Where.of(filter).in("""
                        SELECT letter.source, letter.fingerprint, count(*), min(letter.parked_at),
                               max(letter.parked_at)
                        FROM %s AS letter
                        WHERE ${where}
                        GROUP BY letter.source, letter.fingerprint
                        ORDER BY count(*) DESC, letter.source, letter.fingerprint
                        LIMIT ?
                        """.formatted(letters), limit);
        return database.joined(connection -> statement.all(connection, PostgresLetterDesk::group));
    }

    private static LetterGroup group(ResultSet row) throws SQLException {
        return new LetterGroup(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }

    @Override
    public List<LetterAction> actions(long number) {
        Sql statement = Sql.of(
                "SELECT letter, action, actor, reason, at, result FROM %s WHERE letter = ? ORDER BY id"
                        .formatted(actions),
                number);
        return database.joined(connection -> statement.all(connection, PostgresLetterDesk::action));
    }

    private static LetterAction action(ResultSet row) throws SQLException {
        return new LetterAction(
                row.getLong(1),
                LetterAction.Kind.valueOf(row.getString(2)),
                new Operator(row.getString(3), row.getString(4)),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getString(6));
    }

    @Override
    public long redrive(LetterFilter filter, Operator operator, double perSecond) {
        Sql statement = Where.of(filter)
                .open()
                .in(
                        """
                        WITH chosen AS (
                            SELECT letter.number, row_number() OVER (ORDER BY letter.number) - 1 AS place
                            FROM ${letters} AS letter
                            WHERE ${where} AND letter.state = 'PARKED'
                        ), marked AS (
                            UPDATE ${letters} AS letter
                            SET state = 'REDRIVING',
                                redrive_after = clock_timestamp() + chosen.place / ?::float8 * interval '1 second'
                            FROM chosen
                            WHERE letter.number = chosen.number AND letter.state = 'PARKED'
                            RETURNING letter.number
                        )
                        INSERT INTO ${actions} (letter, action, actor, reason, result)
                        SELECT number, 'REDRIVE', ?, ?, 'REDRIVING' FROM marked ORDER BY number
                        """.replace("${letters}", letters).replace("${actions}", actions),
                        perSecond,
                        operator.actor(),
                        operator.reason());
        return database.joined(statement::update);
    }

    @Override
    public long discard(LetterFilter filter, Operator operator) {
        Sql statement = Where.of(filter)
                .open()
                .in(
                        """
                        WITH discarded AS (
                            UPDATE ${letters} AS letter
                            SET state = 'DISCARDED', resolved_at = clock_timestamp(), redrive_after = NULL
                            WHERE ${where}
                            RETURNING letter.number
                        ), ended AS (
                            UPDATE ${actions}
                            SET result = 'DISCARDED'
                            WHERE letter IN (SELECT number FROM discarded) AND result = 'REDRIVING'
                        )
                        INSERT INTO ${actions} (letter, action, actor, reason, result)
                        SELECT number, 'DISCARD', ?, ?, 'DISCARDED' FROM discarded ORDER BY number
                        """.replace("${letters}", letters).replace("${actions}", actions),
                        operator.actor(),
                        operator.reason());
        return database.joined(statement::update);
    }
}
