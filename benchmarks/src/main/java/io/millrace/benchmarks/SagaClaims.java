package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Clients;
import io.millrace.benchmarks.harness.Contest;
import io.millrace.saga.SagaStore.Version;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Claims of sagas that are due, with many others that wait and with few. */
final class SagaClaims implements Contest {

    private static final int DUE = 50;
    private static final Set<Version> VERSIONS = Set.of(new Version(BenchSagas.NAME, 1));

    private final Stage stage;
    private final BenchDatabase crowded;
    private final BenchDatabase plain;
    private final BenchSagas amongMany;
    private final BenchSagas amongFew;

    SagaClaims(Stage stage) throws SQLException {
        this.stage = stage;
        this.crowded = stage.database();
        this.plain = stage.database();
        this.amongMany = waiting(crowded, stage.scale().log());
        this.amongFew = waiting(plain, stage.scale().few() / 10);
    }

    private static BenchSagas waiting(BenchDatabase database, int rows) throws SQLException {
        BenchSagas sagas = new BenchSagas(database, Duration.ofHours(1));
        fill(database, "waiting-", rows, "1 hour");
        fill(database, "due-", DUE, "-1 second");
        database.settle();
        return sagas;
    }

    private static void fill(BenchDatabase database, String key, int rows, String wakeIn) throws SQLException {
        database.execute("""
                INSERT INTO millrace.sagas (id, name, key, version, revision, state, status, past_pivot, started_at,
                                            updated_at, wake_at)
                SELECT gen_random_uuid(), '%s', '%s' || n, 1, 1, '{}', 'RUNNING', false, now(), now(),
                       now() + interval '%s' + n * interval '1 millisecond'
                FROM generate_series(1, %d) AS n
                """.formatted(BenchSagas.NAME, key, wakeIn, rows));
    }

    @Override
    public double figure() throws Exception {
        return claims(crowded, amongMany);
    }

    @Override
    public double limit() throws Exception {
        return claims(plain, amongFew);
    }

    /** Nothing changes what is claimed, so each claim finds the same. */
    private double claims(BenchDatabase database, BenchSagas sagas) throws Exception {
        return Clients.perSecond(1, stage.scale().window(), () -> () -> {
            int found = database.database()
                    .transactions()
                    .call(() -> sagas.store().due(VERSIONS, DUE, Duration.ofSeconds(10)))
                    .instances()
                    .size();
            if (found != DUE) {
                throw new IllegalStateException("%d sagas were due, not %d".formatted(found, DUE));
            }
        });
    }

    @Override
    public void close() {
        amongMany.close();
        amongFew.close();
        crowded.close();
        plain.close();
    }
}
