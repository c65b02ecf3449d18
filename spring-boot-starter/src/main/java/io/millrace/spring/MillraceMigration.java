package io.millrace.spring;

import io.millrace.postgres.DatabaseException;
import io.millrace.postgres.Migrations;
import io.millrace.postgres.Schema;
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
        } catch (DatabaseException e) {
            throw new MigrationFailedException(schema, e);
        }
    }
}
