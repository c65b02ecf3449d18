package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.SagaOutcome;
import io.millrace.saga.SagaRunner;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.Sagas;
import io.millrace.spring.ShopApplication.Notes;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sagas whose definitions are beans. */
@ExtendWith(OutputCaptureExtension.class)
class SagaBeansTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final EmbeddedPostgres.Database database = EmbeddedPostgres.shared().newDatabase();

    @Test
    void SG_1_a_saga_starts_with_its_transaction_runs_to_its_end_and_tells_its_outcome() throws Exception {
        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .start()) {
            Sagas sagas = theatre.getBean(Sagas.class);

            Theatre.start(theatre, "1", "hamlet", true);
            Theatre.start(theatre, "2", "full", true);
            Theatre.start(theatre, "3", "hamlet", false);

            SagaOutcome confirmed = Theatre.outcome(sagas, "1");
            assertThat(confirmed.status()).isEqualTo(SagaStatus.COMPLETED);
            assertThat(confirmed.state()).contains("\"seat\":7");
            SagaOutcome refused = Theatre.outcome(sagas, "2");
            assertThat(refused.status()).isEqualTo(SagaStatus.COMPENSATED);
            assertThat(refused.undoing())
                    .hasValueSatisfying(undoing -> assertThat(undoing.cause()).isEqualTo(Cause.REJECTED));
            assertThat(sagas.find("booking", "3")).isEmpty();
            Notes notes = theatre.getBean(Notes.class);
            assertThat(notes.of("confirmed")).containsExactly("hamlet 7");
            assertThat(notes.of("undone")).containsExactly("full");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_without_a_saga_is_kept_unless_none_starts_any_more(boolean kept) throws Exception {
        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .with("millrace.sagas.keep-early=" + kept)
                .start()) {
            OutgoingEvent answer = new OutgoingEvent("Answers", "nobody's", new Theatre.SeatReserved(1));
            Theatre.transaction(theatre).executeWithoutResult(status -> theatre.getBean(Outbox.class)
                    .add(answer));
            Theatre.start(theatre, "1", "hamlet", true);

            Theatre.outcome(theatre.getBean(Sagas.class), "1");

            assertThat(theatre.getBean(JdbcTemplate.class)
                            .queryForList("SELECT key FROM millrace.saga_messages", String.class))
                    .isEqualTo(kept ? List.of("nobody's") : List.of());
        }
    }

    @Test
    void the_runner_works_as_the_properties_say() {
        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .with("millrace.sagas.workers=3")
                .with("millrace.sagas.calls=5")
                .with("millrace.sagas.lease=20s")
                .with("millrace.sagas.keep-ended=10d")
                .start()) {
            SagaRunner.Settings settings =
                    theatre.getBean(MillraceProperties.class).sagas().settings();

            assertThat(settings)
                    .extracting(
                            SagaRunner.Settings::workers,
                            SagaRunner.Settings::calls,
                            SagaRunner.Settings::lease,
                            SagaRunner.Settings::keepEnded)
                    .containsExactly(3, 5, Duration.ofSeconds(20), Duration.ofDays(10));
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .contains("millrace-sagas-3");
        }
    }

    @Test
    void marks_of_fences_are_forgotten_after_the_time_that_a_property_says() {
        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .with("millrace.retention.enabled=false")
                .start()) {
            assertThat(theatre.getBean(MillraceProperties.class).sagas().settings())
                    .isEqualTo(SagaRunner.Settings.defaults());
            theatre.getBean(JdbcTemplate.class)
                    .update("INSERT INTO millrace.step_fences VALUES ('old', 'UNDONE', now() - interval '3 days'),"
                            + " ('new', 'UNDONE', now() - interval '1 day')");
        }

        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .with("millrace.retention.fences=2d")
                .start()) {
            JdbcTemplate jdbc = theatre.getBean(JdbcTemplate.class);

            Eventually.passes("the old one is forgotten", () -> assertThat(
                            jdbc.queryForList("SELECT key FROM millrace.step_fences", String.class))
                    .containsExactly("new"));
        }
    }

    @Test
    void sagas_that_wait_for_a_person_are_told_and_a_runner_that_fails_is_down() throws Exception {
        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .with("millrace.health.tolerance=1ms")
                .start()) {
            Theatre.start(theatre, "1", "broken", true);
            Eventually.passes("it waits for a person", () -> {
                assertThat(sagas(theatre)).containsEntry("suspended", 1L).doesNotContainKey("failure");
                assertThat(health(theatre).getStatus()).isEqualTo(Status.UP);
                assertThat(gauge(theatre, "millrace.saga.suspended")).isEqualTo(1);
                assertThat(gauge(theatre, "millrace.saga.late")).isLessThan((double) HOUR.toSeconds());
            });
            theatre.getBean(JdbcTemplate.class).execute("""
                    INSERT INTO millrace.sagas (id, name, key, version, revision, state, status, past_pivot, started_at,
                        updated_at, wake_at)
                    VALUES (gen_random_uuid(), 'of another application', '1', 1, 1, '{}', 'RUNNING', FALSE, now(), now(),
                        now() - interval '1 hour')
                    """);
            Eventually.passes("it is late", () -> {
                assertThat(gauge(theatre, "millrace.saga.late")).isGreaterThanOrEqualTo((double) HOUR.toSeconds());
                assertThat(Duration.parse(String.valueOf(sagas(theatre).get("late"))))
                        .isGreaterThanOrEqualTo(HOUR);
            });

            theatre.getBean(JdbcTemplate.class).execute("ALTER TABLE millrace.saga_messages RENAME TO gone");

            Eventually.passes("it is down", () -> {
                assertThat(sagas(theatre)).extractingByKey("failure").asString().contains("saga_messages");
                assertThat(health(theatre).getStatus()).isEqualTo(Status.DOWN);
            });
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> sagas(ConfigurableApplicationContext theatre) {
        return (Map<String, Object>) health(theatre).getDetails().getOrDefault("sagas", Map.of());
    }

    private static Health health(ConfigurableApplicationContext theatre) {
        return Objects.requireNonNull(theatre.getBean("millraceHealthIndicator", HealthIndicator.class)
                .health());
    }

    private static double gauge(ConfigurableApplicationContext theatre, String meter) {
        return theatre.getBean(MeterRegistry.class).get(meter).gauge().value();
    }

    @Test
    void sagas_that_wait_for_answers_from_nowhere_are_refused(CapturedOutput output) {
        assertThat(catchThrowable(() -> Theatre.on(database).start())).isNotNull();

        assertThat(output)
                .contains("Sagas wait for answers, and no topic is named that they come from")
                .contains("millrace.sagas.topics");
    }
}
