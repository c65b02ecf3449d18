package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.event.EventIds;
import io.millrace.operations.DeadLetterOperations;
import io.millrace.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The endpoints by which operators look at dead letters and consumers, and treat them. */
class OperatorEndpointsTest {

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

    private final String name = "shop-" + UUID.randomUUID();
    private final ConfigurableApplicationContext shop = TestApplication.of(ShopApplication.class)
            .with("spring.application.name=" + name)
            .with("management.endpoints.web.exposure.include=*")
            .startWeb();
    private final DeadLettersEndpoint deadLetters = shop.getBean(DeadLettersEndpoint.class);
    private final ConsumersEndpoint consumers = shop.getBean(ConsumersEndpoint.class);

    @BeforeEach
    void park() {
        park("a", "1");
        park("b", "2");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void letters_are_listed_without_their_payload_and_shown_with_it() {
        assertThat(deadLetters.list("consumer:x", null, null, null, "parked", null, null, null, null))
                .extracting(DeadLettersEndpoint.Summary::location)
                .containsExactly("t-0@2", "t-0@1");
        assertThat(deadLetters.list(null, "a", null, null, null, null, null, null, 1))
                .hasSize(1);
        assertThat(deadLetters.show(Long.toString(numberOf("a")), null, null, null))
                .isInstanceOfSatisfying(
                        DeadLetterOperations.Shown.class,
                        shown -> assertThat(shown.filed().letter().payload()).isEqualTo("{secret}"));
        assertThat(deadLetters.show("groups", null, null, null))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(deadLetters.show("999", null, null, null)).isNull();
    }

    @Test
    void who_redrives_and_why_is_recorded_be_it_the_principal_or_the_one_who_says_so() {
        assertThat(redrive(KIM, null, "fixed", numberOf("a"), false).letters()).isEqualTo(1);
        assertThat(redrive(SecurityContext.NONE, "lee", "fixed", numberOf("b"), false)
                        .letters())
                .isEqualTo(1);

        assertThat(actor(numberOf("a"))).isEqualTo("kim");
        assertThat(actor(numberOf("b"))).isEqualTo("lee");
    }

    @Test
    void a_dry_run_counts_and_changes_nothing() {
        assertThat(redrive(KIM, null, "to see", null, true))
                .isEqualTo(new DeadLettersEndpoint.Done("redrive", 2, true));
        assertThat(deadLetters.list(null, null, null, null, "PARKED", null, null, null, null))
                .hasSize(2);
    }

    @Test
    void what_can_not_be_meant_is_refused_with_a_reason() {
        assertThatThrownBy(() -> redrive(SecurityContext.NONE, null, "why not", null, false))
                .isInstanceOf(InvalidEndpointRequestException.class)
                .hasMessageContaining("say who does it");
        assertThatThrownBy(() -> redrive(KIM, null, null, null, false)).hasMessageContaining("say why");
        assertThatThrownBy(() -> deadLetters.list(null, null, null, null, "LOST", null, null, null, null))
                .hasMessageContaining("is none of [PARKED");
        assertThatThrownBy(() -> consumers.act("nobody", "pause", null)).hasMessageContaining("no consumer 'nobody'");
        assertThatThrownBy(() -> consumers.act(name + "-warehouse", "replay", "yesterday"))
                .hasMessageContaining("not from 'yesterday'");
    }

    @Test
    void a_consumer_is_paused_and_resumed() {
        String consumer = name + "-warehouse";
        Eventually.holds("it runs", () -> consumers.list().stream()
                .anyMatch(standing -> standing.name().equals(consumer)));

        assertThat(consumers.act(consumer, "pause", null).paused()).isTrue();
        assertThat(consumers.act(consumer, "resume", null).paused()).isFalse();
    }

    @Test
    void all_of_it_is_to_be_had_over_HTTP() throws Exception {
        assertThat(get("/actuator/deadletters?source=consumer:x&state=parked&limit=1&from=2026-01-01T00:00:00Z"))
                .contains("\"location\":\"t-0@2\"")
                .doesNotContain("secret");
        assertThat(get("/actuator/deadletters/" + numberOf("a"))).contains("{secret}");
        assertThat(get("/actuator/deadletters/groups")).contains("\"count\":2");
        assertThat(get("/actuator/deadletters/999")).startsWith("404");
        assertThat(post(
                        "/actuator/deadletters/redrive",
                        "{\"dryRun\": true, \"actor\": \"kim\", \"reason\": \"to see\"}"))
                .contains("\"letters\":2");
        assertThat(post(
                        "/actuator/deadletters/redrive",
                        "{\"key\": \"a\", \"perSecond\": 5, \"actor\": \"kim\", \"reason\": \"fixed\"}"))
                .contains("\"letters\":1");
        assertThat(post("/actuator/deadletters/discard", "{\"number\": 999, \"actor\": \"kim\", \"reason\": \"no\"}"))
                .startsWith("400");
        assertThat(get("/actuator/consumers")).contains("\"name\":\"" + name + "-warehouse\"");
        assertThat(post("/actuator/consumers/" + name + "-warehouse", "{\"action\": \"pause\"}"))
                .contains("\"paused\":true");
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    private String post(String path, String json) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + shop.getEnvironment().getProperty("local.server.port") + path);
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }

    private DeadLettersEndpoint.Done redrive(
            SecurityContext security,
            @Nullable String actor,
            @Nullable String reason,
            @Nullable Long number,
            boolean dryRun) {
        return deadLetters.act(
                security, "redrive", actor, reason, number, null, null, null, null, null, null, null, dryRun);
    }

    private String actor(long number) {
        return shop.getBean(DeadLetterOperations.class)
                .show(number)
                .actions()
                .getFirst()
                .operator()
                .actor();
    }

    private long numberOf(String key) {
        return deadLetters
                .list(null, key, null, null, null, null, null, null, null)
                .getFirst()
                .number();
    }

    private void park(String key, String offset) {
        shop.getBean(DeadLetters.class)
                .park(new DeadLetter(
                        EventIds.next(),
                        "consumer:x",
                        "t-0@" + offset,
                        key,
                        EventIds.next(),
                        "OrderCreated",
                        Map.of(),
                        "{secret}",
                        new Failure("E", "no", "", "E@here"),
                        1,
                        State.PARKED,
                        Instant.parse("2026-03-01T12:00:00Z")));
    }
}
