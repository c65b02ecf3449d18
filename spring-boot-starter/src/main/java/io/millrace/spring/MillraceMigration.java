package io.millrace.spring;

import io.millrace.postgres.DatabaseException;
import io.millrace.postgres.Migrations;
import io.millrace.postgres.Schema;
import io.millrace.postgres.UnsuitableDatabaseException;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;

/** Brings Millrace's schema to its newest version; everything that uses the database waits for it. */
final class MillraceMigration implements InitializingBean {

    private final DataSource dataSource;
    private final Schema schema;
    private final boolean enabled;

    MillraceMigration(DataSource dataSource, Schema schema, boolean enabled) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.enabled = enabled;
    }

    @Override
    public void afterPropertiesSet() {
        if (!enabled) {
            return;
        }
        try {
            new Migrations(schema).run(dataSource);
        } catch (UnsuitableDatabaseException e) {
            throw new StartRefusedException(
                    "Millrace can't work on this database: " + e.getMessage() + ".",
                    "Change spring.datasource.url, or the database, as it says; or set millrace.migrate=false where"
                            + " Millrace's tables are made by hand.",
                    e);
        } catch (DatabaseException e) {
            throw new StartRefusedException(
                    "Millrace could not look at its schema '%s', or migrate it: %s"
                            .formatted(schema.name(), e.getMessage()),
                    "See that the server at spring.datasource.url runs, and that it takes the user and the password.",
                    e);
        }
    }
}
