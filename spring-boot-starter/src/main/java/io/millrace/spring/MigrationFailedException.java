package io.millrace.spring;

import io.millrace.postgres.DatabaseException;
import io.millrace.postgres.Schema;

/** The database failed while Millrace's schema was looked at or migrated. */
final class MigrationFailedException extends RuntimeException {

    MigrationFailedException(Schema schema, DatabaseException cause) {
        super(
                "Millrace could not bring the schema '%s' to its newest version: %s"
                        .formatted(schema.name(), cause.getMessage()),
                cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
