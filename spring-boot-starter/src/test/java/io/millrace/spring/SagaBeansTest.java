package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.consumer.EventConsumer;
import io.millrace.deadletter.Operator;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.SagaOutcome;
import io.millrace.saga.SagaRunner;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.Sagas;
import io.millrace.saga.StepRun;
import io.millrace.spring.ShopApplication.Notes;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sagas whose definitions are beans. */
@ExtendWith(OutputCaptureExtension.class)
class SagaBeansTest {

    @EventType("ReserveSeat")
    record ReserveSeat(String show) {}

    @EventType("SeatReserved")
    record SeatReserved(int seat) {}

    @EventType("SoldOut")
    record SoldOut(String show) {}

    record Booking(String show, int seat) {

        Booking on(SeatReserved reserved) {
            if (show.equals("broken")) {
                throw new IllegalStateException("there is no such seat");
            }
            return new Booking(show, reserved.seat());
        }

        Booking turnedBack() {
            if (show.equals("broken")) {
                throw new IllegalStateException("there is no way back");
            }
            return this;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Theatre {

        @Bean
        EventTypes eventTypes() {
            return EventTypes.of(ReserveSeat.class, SeatReserved.class, SoldOut.class);
        }

        @Bean
        Saga<Booking> booking(Notes notes) {
            return Saga.named("booking", Booking.class)
                    .command("reserve", "Seats", booking -> new ReserveSeat(booking.show()))
                    .answeredBy(SeatReserved.class, Booking::on)
                    .rejectedBy(SoldOut.class, (booking, refusal) -> booking)
                    .answerWithin(Duration.ofSeconds(30))
                    .noUndoNeeded("a seat that nobody pays for is free again at night")
                    .whenTurnedBack((booking, why) -> booking.turnedBack())
                    .pivot("confirm", booking -> notes.add("confirmed", booking.show() + " " + booking.seat()))
                    .whenUndone(booking -> notes.add("undone", booking.show()))
                    .build();
        }

        @Bean
        EventConsumer boxOffice(Outbox outbox) {
            return EventConsumer.named("box-office").topic("theatre.seats").on(ReserveSeat.class, received -> {
                boolean free = !received.event().show().equals("full");
                Object answer = free
                        ? new SeatReserved(7)
                        : new SoldOut(received.event().show());
                outbox.add(new OutgoingEvent("Answers", received.subject(), answer));
            });
        }

        @Bean
        Notes notes(JdbcTemplate jdbc) {
            return new Notes(jdbc);
        }
    }

    private static final Duration HOUR = Duration.ofHours(1);

    private static final SecurityContext KIM = new SecurityContext() {
        @Override
        public Principal getPrincipal() {
            return () -> "kim";
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }
    };

    private final EmbeddedPostgres.Database database = EmbeddedPostgres.shared().newDatabase();

    @Test
    void SG_1_a_saga_starts_with_its_transaction_runs_to_its_end_and_tells_its_outcome() throws Exception {
        try (ConfigurableApplicationContext theatre =
                theatre().with("millrace.sagas.topics=theatre.answers").start()) {
            Sagas sagas = theatre.getBean(Sagas.class);

            start(theatre, "1", "hamlet", true);
            start(theatre, "2", "full", true);
            start(theatre, "3", "hamlet", false);

            SagaOutcome confirmed = outcome(sagas, "1");
            assertThat(confirmed.status()).isEqualTo(SagaStatus.COMPLETED);
            assertThat(confirmed.state()).contains("\"seat\":7");
            SagaOutcome refused = outcome(sagas, "2");
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
        try (ConfigurableApplicationContext theatre = theatre()
                .with("millrace.sagas.topics=theatre.answers")
                .with("millrace.sagas.keep-early=" + kept)
                .start()) {
            OutgoingEvent answer = new OutgoingEvent("Answers", "nobody's", new SeatReserved(1));
            transaction(theatre).executeWithoutResult(status -> theatre.getBean(Outbox.class)
                    .add(answer));
            start(theatre, "1", "hamlet", true);

            outcome(theatre.getBean(Sagas.class), "1");

            assertThat(theatre.getBean(JdbcTemplate.class)
                            .queryForList("SELECT key FROM millrace.saga_messages", String.class))
                    .isEqualTo(kept ? List.of("nobody's") : List.of());
        }
    }

    @Test
    void the_runner_works_as_the_properties_say() {
        try (ConfigurableApplicationContext theatre = theatre()
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
        try (ConfigurableApplicationContext theatre = theatre()
                .with("millrace.sagas.topics=theatre.answers")
                .with("millrace.retention.enabled=false")
                .start()) {
            assertThat(theatre.getBean(MillraceProperties.class).sagas().settings())
                    .isEqualTo(SagaRunner.Settings.defaults());
            theatre.getBean(JdbcTemplate.class)
                    .update("INSERT INTO millrace.step_fences VALUES ('old', 'UNDONE', now() - interval '3 days'),"
                            + " ('new', 'UNDONE', now() - interval '1 day')");
        }

        try (ConfigurableApplicationContext theatre = theatre()
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
    void operators_find_a_saga_and_what_they_may_not_do_with_it_is_said() throws Exception {
        try (ConfigurableApplicationContext theatre = theatre()
                .with("millrace.sagas.topics=theatre.answers")
                .with("management.endpoints.web.exposure.include=*")
                .startWeb()) {
            SagasEndpoint endpoint = theatre.getBean(SagasEndpoint.class);
            start(theatre, "1", "hamlet", true);
            outcome(theatre.getBean(Sagas.class), "1");

            SagasEndpoint.Shown shown = shown(endpoint, SecurityContext.NONE);

            assertThat(shown.state()).isNull();
            assertThat(shown.steps()).extracting(StepRun::step).containsExactlyInAnyOrder("reserve", "confirm");
            assertThat(shown.history()).extracting(SagasEndpoint.Entry::what).startsWith(Kind.STARTED, Kind.ANSWERED);
            assertThat(endpoint.list("booking", "completed", null, null)).containsExactly(shown.saga());
            assertThat(endpoint.list("booking", "suspended", null, null)).isEmpty();
            assertThatThrownBy(() -> endpoint.act(
                            SecurityContext.NONE, "retry", shown.saga().id(), "kim", "try again", null, null))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("is not suspended");
            assertThatThrownBy(() -> endpoint.list(null, "stuck", null, null))
                    .hasMessageContaining("is none of [RUNNING");
        }
    }

    @Test
    void a_saga_whose_definition_does_not_let_it_turn_back_says_so_to_who_cancels_it() throws Exception {
        try (ConfigurableApplicationContext theatre = theatre()
                .with("millrace.sagas.topics=theatre.answers")
                .with("management.endpoints.web.exposure.include=*")
                .startWeb()) {
            SagasEndpoint endpoint = theatre.getBean(SagasEndpoint.class);
            start(theatre, "1", "broken", true);
            Eventually.holds(
                    "it waits for a person", () -> shown(endpoint, KIM).saga().status() == SagaStatus.SUSPENDED);
            UUID id = shown(endpoint, KIM).saga().id();

            assertThatThrownBy(() -> endpoint.act(KIM, "cancel", id, null, "no such show", null, null))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("there is no way back")
                    .hasMessageContaining("mend the definition");
            assertThatThrownBy(() -> endpoint.act(KIM, "resolve", id, null, "no such show", "NOT_DONE", null))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("mend the definition");
            assertThatThrownBy(
                            () -> theatre.getBean(Sagas.class).cancel("booking", "1", new Operator("kim", "no show")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("mend the definition");
        }
    }

    @Test
    void the_state_of_a_saga_is_shown_to_those_whom_a_property_allows_to_see_it() throws Exception {
        try (ConfigurableApplicationContext theatre = theatre()
                .with("millrace.sagas.topics=theatre.answers")
                .with("management.endpoints.web.exposure.include=*")
                .with("management.endpoint.sagas.show-values=when-authorized")
                .startWeb()) {
            SagasEndpoint endpoint = theatre.getBean(SagasEndpoint.class);
            start(theatre, "1", "hamlet", true);
            outcome(theatre.getBean(Sagas.class), "1");

            assertThat(shown(endpoint, SecurityContext.NONE).state()).isNull();
            assertThat(shown(endpoint, KIM).state()).contains("\"show\":\"hamlet\"");
            assertThat(get(theatre, "/actuator/sagas/booking/1"))
                    .contains("\"step\":\"confirm\"")
                    .doesNotContain("hamlet");
        }
    }

    @Test
    void sagas_that_wait_for_a_person_are_told_and_a_runner_that_fails_is_down() throws Exception {
        try (ConfigurableApplicationContext theatre = theatre()
                .with("millrace.sagas.topics=theatre.answers")
                .with("millrace.health.tolerance=1ms")
                .start()) {
            start(theatre, "1", "broken", true);
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

    private static String get(ConfigurableApplicationContext theatre, String path) throws Exception {
        String port = theatre.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
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

    private static SagasEndpoint.Shown shown(SagasEndpoint endpoint, SecurityContext to) {
        return Objects.requireNonNull(endpoint.show(to, "booking", "1"));
    }

    @Test
    void sagas_that_wait_for_answers_from_nowhere_are_refused(CapturedOutput output) {
        assertThat(catchThrowable(() -> theatre().start())).isNotNull();

        assertThat(output)
                .contains("Sagas wait for answers, and no topic is named that they come from")
                .contains("millrace.sagas.topics");
    }

    @SuppressWarnings("unchecked")
    private static void start(ConfigurableApplicationContext theatre, String key, String show, boolean commit) {
        Saga<Booking> booking = theatre.getBean("booking", Saga.class);
        transaction(theatre).executeWithoutResult(status -> {
            theatre.getBean(Sagas.class).start(booking, key, new Booking(show, 0));
            if (!commit) {
                status.setRollbackOnly();
            }
        });
    }

    private static TransactionTemplate transaction(ConfigurableApplicationContext theatre) {
        return new TransactionTemplate(theatre.getBean(PlatformTransactionManager.class));
    }

    private static SagaOutcome outcome(Sagas sagas, String key) throws Exception {
        return sagas.outcome("booking", key).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private TestApplication theatre() {
        return TestApplication.of(Theatre.class)
                .on(database)
                .with("spring.application.name=theatre")
                .with("millrace.broker=none");
    }
}
