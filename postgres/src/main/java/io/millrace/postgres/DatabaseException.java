package io.millrace.postgres;

import java.sql.SQLException;

/** A statement failed; the cause has the SQL state. */
public class DatabaseException extends RuntimeException {

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
