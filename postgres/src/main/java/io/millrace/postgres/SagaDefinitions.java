package io.millrace.postgres;

import io.millrace.saga.Saga;
import io.millrace.saga.SagaStore.Version;
import java.util.Set;

/** The definitions that were registered. */
final class SagaDefinitions {

    private final Database database;
    private final String register;
    private final String seen;

    SagaDefinitions(Database database) {
        String definitions = database.table("saga_definitions");
        this.database = database;
        this.register = """
                INSERT INTO %s AS known (name, version, fingerprint, shape)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (name, version) DO UPDATE
                SET seen_at = clock_timestamp()
                WHERE known.fingerprint = excluded.fingerprint
                """.formatted(definitions);
        // Locked in order, for many processes say so at once.
        this.seen = """
                WITH mine AS MATERIALIZED (
                    SELECT name, version
                    FROM %1$s
                    WHERE (name, version) IN (SELECT * FROM unnest(?::text[], ?::integer[]))
                    ORDER BY name, version
                    FOR NO KEY UPDATE
                )
                UPDATE %1$s AS known
                SET seen_at = clock_timestamp()
                FROM mine
                WHERE known.name = mine.name AND known.version = mine.version
                """.formatted(definitions);
    }

    void register(Saga<?> saga) {
        Sql statement =
                Sql.of(register, saga.name(), saga.version(), saga.fingerprint(), SagaJson.ofShape(saga.shape()));
        if (database.joined(statement::update) == 0) {
            throw new IllegalStateException(
                    "version %d of saga '%s' was registered with other steps: raise the version, and keep the old one registered while instances of it run"
                            .formatted(saga.version(), saga.name()));
        }
    }

    void seen(Set<Version> versions) {
        Sql statement = Sql.of(seen, SagaLocks.names(versions), SagaLocks.numbers(versions));
        database.joined(statement::update);
    }
}
