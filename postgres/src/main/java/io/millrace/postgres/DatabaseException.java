package io.millrace.postgres;

import io.millrace.work.SafeMessage;
import java.sql.SQLException;
import java.util.Objects;

/** A statement failed; the cause has the SQL state. */
public class DatabaseException extends RuntimeException implements SafeMessage.Coded {

    private final String sqlState;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sqlState = Objects.requireNonNullElse(cause.getSQLState(), "unknown");
    }

    /** The SQL state, or {@code unknown}. */
    @Override
    public String code() {
        return sqlState;
    }
}
