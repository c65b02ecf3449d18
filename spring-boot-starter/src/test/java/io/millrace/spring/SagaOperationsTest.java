package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.deadletter.Operator;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.Sagas;
import io.millrace.saga.StepRun;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What operators see of sagas, and do with them. */
class SagaOperationsTest {

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
    void operators_find_a_saga_and_what_they_may_not_do_with_it_is_said() throws Exception {
        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .with("management.endpoints.web.exposure.include=*")
                .startWeb()) {
            SagasEndpoint endpoint = theatre.getBean(SagasEndpoint.class);
            Theatre.start(theatre, "1", "hamlet", true);
            Theatre.outcome(theatre.getBean(Sagas.class), "1");

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
        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .with("management.endpoints.web.exposure.include=*")
                .startWeb()) {
            SagasEndpoint endpoint = theatre.getBean(SagasEndpoint.class);
            Theatre.start(theatre, "1", "broken", true);
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
        try (ConfigurableApplicationContext theatre = Theatre.on(database)
                .with("millrace.sagas.topics=theatre.answers")
                .with("management.endpoints.web.exposure.include=*")
                .with("management.endpoint.sagas.show-values=when-authorized")
                .startWeb()) {
            SagasEndpoint endpoint = theatre.getBean(SagasEndpoint.class);
            Theatre.start(theatre, "1", "hamlet", true);
            Theatre.outcome(theatre.getBean(Sagas.class), "1");

            assertThat(shown(endpoint, SecurityContext.NONE).state()).isNull();
            assertThat(shown(endpoint, KIM).state()).contains("\"show\":\"hamlet\"");
            assertThat(get(theatre, "/actuator/sagas/booking/1"))
                    .contains("\"step\":\"confirm\"")
                    .doesNotContain("hamlet");
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

    private static SagasEndpoint.Shown shown(SagasEndpoint endpoint, SecurityContext to) {
        return Objects.requireNonNull(endpoint.show(to, "booking", "1"));
    }
}
