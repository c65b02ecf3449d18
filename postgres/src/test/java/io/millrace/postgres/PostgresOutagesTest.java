package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresOutagesTest {

    private final PostgresOutages outages = new PostgresOutages();

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "57P01", "58030", "55P03", "25006"})
    void what_passes_by_itself_is_an_outage(String state) {
        SQLException failure = new SQLException("no", state);

        assertThat(outages.isOutage(failure)).isTrue();
        assertThat(outages.isOutage(new RuntimeException(new DatabaseException(failure))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22021", "42501", "42P01", "55000", "57014", "5", ""})
    void what_the_statement_is_to_blame_for_is_none(String state) {
        assertThat(outages.isOutage(new DatabaseException(new SQLException("no", state))))
                .isFalse();
    }

    @Test
    void a_pool_that_gave_up_waiting_is_an_outage_and_an_ordinary_failure_is_none() {
        assertThat(outages.isOutage(new RuntimeException(new SQLTransientConnectionException("pool is empty"))))
                .isTrue();
        assertThat(outages.isOutage(new IllegalStateException("no"))).isFalse();
        assertThat(outages.isOutage(new SQLException("no state"))).isFalse();
    }

    @Test
    void a_ring_of_causes_ends() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));

        assertThat(outages.isOutage(first)).isFalse();
    }

    @Test
    void a_server_that_is_not_there_is_an_outage() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none?user=nobody");
        PostgresCheckpoints checkpoints = new PostgresCheckpoints(Database.of(nowhere));

        Throwable failure = catchThrowable(() -> checkpoints.position("any"));

        assertThat(outages.isOutage(failure)).isTrue();
    }
}
