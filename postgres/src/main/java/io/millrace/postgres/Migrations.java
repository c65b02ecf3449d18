package io.millrace.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Brings the schema to the newest version at start-up: several instances may start at once, and where everything
 * is there already, no right to create anything is needed. What ran is recorded in {@code millrace_migrations}.
 * For those who keep such rights from applications, the same steps come as a script.
 */
public final class Migrations {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Schema schema;

    public Migrations(Schema schema) {
        this.schema = schema;
    }

    /**
     * Runs what has not run yet, all or nothing.
     *
     * @throws UnsuitableDatabaseException if it is no PostgreSQL, or too old, or was migrated by a newer Millrace,
     *     or the role lacks a right; the message says what was found and what to do
     */
    public void run(DataSource dataSource) {
        try (Connection connection = Database.open(dataSource)) {
            Server.of(connection).requireSuitable();
            if (!missing(connection).isEmpty()) {
                migrate(connection);
            }
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw lacksRights(e);
            }
            throw new DatabaseException(e);
        }
    }

    /** Everything that {@link #run} would do on an empty database, for the hand of the schema's owner. */
    public String script() {
        return Migration.ALL.stream()
                .map(migration -> migration.sql(schema))
                .collect(Collectors.joining(
                        System.lineSeparator(),
                        "BEGIN;%nCREATE SCHEMA IF NOT EXISTS %s;%n%s%n".formatted(schema.name(), register()),
                        "COMMIT;" + System.lineSeparator()));
    }

    /**
     * The rights that an application's role needs. It may add events and messages and read them; it may neither
     * change nor delete nor truncate them, and creates nothing.
     */
    public String grants(String role) {
        return to(role, """
                GRANT USAGE ON SCHEMA ${schema} TO ${role};
                GRANT SELECT ON ${schema}.millrace_migrations, ${schema}.outbox_events, ${schema}.lane_positions TO ${role};
                GRANT SELECT ON SEQUENCE ${schema}.events_position_seq, ${schema}.outbox_position_seq TO ${role};
                GRANT SELECT, INSERT ON ${schema}.events, ${schema}.outbox, ${schema}.processed_events,
                    ${schema}.processed_keys TO ${role};
                GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.lane_members TO ${role};
                GRANT SELECT, INSERT, UPDATE ON ${schema}.lanes, ${schema}.checkpoint_history,
                    ${schema}.consumer_partition, ${schema}.inbox_horizon, ${schema}.dead_letters,
                    ${schema}.dead_letter_actions, ${schema}.snapshots TO ${role};
                GRANT SELECT ON ${schema}.outbox_segments TO ${role};
                GRANT SELECT, INSERT, UPDATE ON ${schema}.log_readers, ${schema}.saga_definitions,
                    ${schema}.step_fences TO ${role};
                GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.sagas, ${schema}.saga_steps,
                    ${schema}.saga_messages TO ${role};
                GRANT SELECT, INSERT, DELETE ON ${schema}.saga_journal TO ${role};
                GRANT EXECUTE ON FUNCTION ${schema}.prepare_inbox(), ${schema}.reclaim_inbox(interval),
                    ${schema}.prepare_outbox(bigint), ${schema}.reclaim_outbox(interval),
                    ${schema}.trim_checkpoint_history(), ${schema}.trim_step_fences(interval) TO ${role};
                """);
    }

    /** The rights that another application's role needs to read the outbox of this schema without a broker. */
    public String readerGrants(String role) {
        return to(role, """
                GRANT USAGE ON SCHEMA ${schema} TO ${role};
                GRANT SELECT ON ${schema}.outbox, ${schema}.outbox_segments TO ${role};
                GRANT SELECT, INSERT, UPDATE ON ${schema}.log_readers TO ${role};
                GRANT SELECT ON SEQUENCE ${schema}.outbox_position_seq TO ${role};
                """);
    }

    private String to(String role, String grants) {
        String quoted = '"' + role.replace("\"", "\"\"") + '"';
        return grants.replace("${schema}", schema.name()).replace("${role}", quoted);
    }

    private void migrate(Connection connection) throws SQLException {
        // READ COMMITTED, so that whoever waited for the lock sees what its holder has done.
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        try {
            Sql.of("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "millrace:" + schema.name())
                    .one(connection, row -> true);
            for (String step : missing(connection)) {
                execute(connection, step);
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private List<String> missing(Connection connection) throws SQLException {
        if (!exists(connection, "FROM pg_namespace WHERE nspname = ?")) {
            return steps(Set.of(), "CREATE SCHEMA " + schema.name() + ";" + register());
        }
        if (!exists(connection, "FROM pg_tables WHERE schemaname = ? AND tablename = 'millrace_migrations'")) {
            return steps(Set.of(), register());
        }
        Set<Integer> done = new HashSet<>(Sql.of("SELECT number FROM " + schema.table("millrace_migrations"))
                .all(connection, row -> row.getInt(1)));
        requireNoneNewer(done);
        return steps(done, "");
    }

    private List<String> steps(Set<Integer> done, String first) {
        List<String> steps = Migration.ALL.stream()
                .filter(migration -> !done.contains(migration.number()))
                .map(migration -> migration.sql(schema))
                .collect(Collectors.toList());
        if (!first.isEmpty()) {
            steps.addFirst(first);
        }
        return steps;
    }

    private void requireNoneNewer(Set<Integer> done) {
        int newest = done.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (newest > Migration.newest()) {
            throw new UnsuitableDatabaseException(
                    "the schema '%s' was migrated to number %d by a newer Millrace, this one knows up to %d: run the newer one"
                            .formatted(schema.name(), newest, Migration.newest()));
        }
    }

    /** Asks the catalog itself: lookup functions may answer from a cache that is older than the lock. */
    private boolean exists(Connection connection, String fromCatalog) throws SQLException {
        return Sql.of("SELECT EXISTS (SELECT " + fromCatalog + ")", schema.name())
                .one(connection, row -> row.getBoolean(1));
    }

    private static void execute(Connection connection, String step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(step);
        }
    }

    private String register() {
        return """
                CREATE TABLE %s (
                    number     integer PRIMARY KEY,
                    file       text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
                );
                """.formatted(schema.table("millrace_migrations"));
    }

    private UnsuitableDatabaseException lacksRights(SQLException e) {
        return new UnsuitableDatabaseException(
                ("the database role may not create or read what Millrace needs in the schema '%s' (%s): let the schema's"
                                + " owner run the script that Migrations.script() prints, and then what"
                                + " Migrations.grants(role) prints for this role")
                        .formatted(schema.name(), e.getMessage()),
                e);
    }
}
