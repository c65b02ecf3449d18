package io.millrace.marketplace.app;

import io.millrace.testkit.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** PostgreSQL with one database for all services; each has a role of its own, which sees the role's schema only. */
public final class Database implements Server {

    private static final String NAME = "marketplace";

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    static Database start(DataDirectory directory, int port, List<String> services) {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .dataDirectory(directory.postgres())
                .port(port)
                .fsync(true)
                .start();
        Database database = new Database(server);
        try {
            database.prepare(server.database(NAME).dataSource(), services);
            return database;
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw new IllegalStateException("PostgreSQL could not be prepared: " + e.getMessage(), e);
        }
    }

    private void prepare(DataSource dataSource, List<String> services) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            for (String service : services) {
                prepare(connection, service);
            }
        }
    }

    private static void prepare(Connection connection, String service) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String role = statement.enquoteIdentifier(service, true);
            if (!hasRole(connection, service)) {
                statement.execute("CREATE ROLE " + role + " LOGIN");
                statement.execute("GRANT CREATE ON DATABASE " + NAME + " TO " + role);
                statement.execute("ALTER ROLE " + role + " SET search_path = " + role);
            }
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + role + " AUTHORIZATION " + role);
        }
    }

    private static boolean hasRole(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** The URL with the rights of the superuser, who has no password. */
    public String jdbcUrl() {
        return server.jdbcUrl(NAME);
    }

    /** The URL without a user. */
    String jdbcUrlForRoles() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), NAME);
    }

    /** Connections with the rights of the superuser, not pooled. */
    public DataSource dataSource() {
        return server.dataSource(NAME);
    }

    int port() {
        return server.port();
    }

    long pid() {
        return server.pid();
    }

    /** Kills it with signal 9, as a crash would. */
    @Override
    public void kill() {
        server.killPostmaster();
    }

    @Override
    public void close() {
        server.close();
    }
}
