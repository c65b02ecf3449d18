package io.millrace.postgres;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a database server says of itself, and whether Millrace works on it. */
record Server(String product, String version, int major) {

    static final int OLDEST = 15;

    static Server of(Connection connection) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        if (!metadata.getDatabaseProductName().equals("PostgreSQL")) {
            return new Server(metadata.getDatabaseProductName(), metadata.getDatabaseProductVersion(), 0);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version()")) {
            row.next();
            return of(row.getString(1), metadata.getDatabaseMajorVersion());
        }
    }

    /** Servers that speak PostgreSQL's protocol all pass as PostgreSQL with its driver; their version text differs. */
    static Server of(String versionText, int major) {
        String[] words = versionText.split(" ", 3);
        boolean genuine = words.length > 1 && words[0].equals("PostgreSQL") && !words[1].contains("-YB-");
        return genuine ? new Server(words[0], words[1], major) : new Server(versionText, "", 0);
    }

    /** @throws UnsuitableDatabaseException unless it is PostgreSQL, in a version that Millrace works on */
    void requireSuitable() {
        if (major < OLDEST) {
            throw new UnsuitableDatabaseException(
                    "Millrace needs PostgreSQL %d or newer, and the DataSource leads to %s: point it to such a server"
                            .formatted(OLDEST, (product + " " + version).strip()));
        }
    }
}
