package io.millrace.marketplace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The door to the services' JSON. */
class ApiTest {

    private static final byte[] TWO_MEBIBYTES = new byte[2 * 1024 * 1024];
    private static final StubServices services = new StubServices();
    private static Gateway gateway;

    @BeforeAll
    static void open() {
        String nobody = new StubServices().closed();
        gateway = Gateway.inFrontOf(services.url(), services.url(), nobody);
    }

    @AfterAll
    static void close() {
        gateway.close();
        services.close();
    }

    @BeforeEach
    void forget() {
        services.forget();
    }

    @Test
    void an_order_reaches_ordering_as_it_was_sent() {
        services.answers("POST /api/orders", 201, Orders.placed());

        HttpResponse<String> answer = gateway.post(
                "/api/orders",
                BodyPublishers.ofString("{\"email\": \"민아@example.com\"}"),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                "key-1");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(Orders.placed());
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/api/orders/" + Orders.ID);
        StubServices.Request sent = services.requests("POST /api/orders").getFirst();
        assertThat(sent.body()).isEqualTo("{\"email\": \"민아@example.com\"}");
        assertThat(sent.header("Idempotency-Key")).isEqualTo("key-1");
    }

    @Test
    void queries_keep_their_parameters_and_refusals_their_body() {
        services.refuses("GET " + Orders.PATH, 503, "The read model has version 1, version 2 was asked for.");

        HttpResponse<String> answer = gateway.get(Orders.PATH + "?minVersion=2");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("version 2 was asked for");
        assertThat(services.requests("GET " + Orders.PATH + "?minVersion=2")).hasSize(1);
    }

    @Test
    void a_body_over_a_mebibyte_is_refused_whether_its_length_is_announced_or_not() {
        HttpResponse<String> announced = gateway.post("/api/orders", BodyPublishers.ofByteArray(TWO_MEBIBYTES));
        HttpResponse<String> streamed = gateway.post(
                "/api/orders", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TWO_MEBIBYTES)));

        assertProblem(announced, 413, "1 MiB");
        assertProblem(streamed, 413, "1 MiB");
        assertThat(services.requests("POST /api/orders")).isEmpty();
    }

    @Test
    void a_streamed_body_within_the_limit_arrives_whole() {
        services.answers("POST /api/orders", 201, Orders.placed());
        String body = "{\"pad\": \"" + "x".repeat(1000 * 1000) + "\"}";

        gateway.post(
                "/api/orders",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))),
                "Content-Type",
                "application/json");

        assertThat(services.requests("POST /api/orders").getFirst().body()).isEqualTo(body);
    }

    @Test
    void an_unknown_path_is_a_problem() {
        assertProblem(gateway.get("/api/nothing"), 404, "/api/orders");
        assertProblem(gateway.post("/api/nothing", BodyPublishers.noBody()), 404, "/api/orders");
        assertProblem(gateway.get("/api/nothing", "Accept", "text/html"), 404, "/api/orders");
        assertProblem(gateway.get("/api"), 404, "/api/orders");
    }

    @Test
    void a_method_that_a_path_does_not_know_is_a_problem_that_names_those_it_does() {
        HttpResponse<String> answer = gateway.post("/api/products", BodyPublishers.noBody());

        assertProblem(answer, 405, "Allow");
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void books_are_not_compared_while_a_service_is_not_up() {
        String restless = "{\"since\": \"2026-03-01T12:00:00Z\", \"orders\": [], \"overdue\": []}";
        services.answers("GET /audit/restless?quiet=PT10S", 200, restless);

        HttpResponse<String> answer = gateway.get("/api/invariants");

        assertProblem(answer, 503, "The notification service can't be reached.");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    }

    @Test
    void the_comparison_of_books_is_for_reading_and_what_it_asks_services_is_not_routed() {
        HttpResponse<String> posted = gateway.post("/api/invariants", BodyPublishers.noBody());
        HttpResponse<String> within = gateway.get("/audit/restless?quiet=PT10S");

        assertProblem(posted, 405, "does not support the method");
        assertThat(posted.headers().firstValue("Allow")).hasValue("GET");
        assertThat(within.statusCode()).isEqualTo(404);
        assertThat(services.requests("GET /audit/restless?quiet=PT10S")).isEmpty();
    }

    @Test
    void a_service_that_is_not_up_is_a_problem_that_says_when_to_try_again() {
        HttpResponse<String> answer = gateway.get("/api/mailbox?to=mina@example.com");

        assertProblem(answer, 503, "not up yet");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    }

    @Test
    void a_write_from_another_site_is_a_problem() {
        assertProblem(
                gateway.post("/api/orders", BodyPublishers.noBody(), "Sec-Fetch-Site", "cross-site"),
                403,
                "another site");
    }

    @Test
    void what_tomcat_refuses_is_a_problem_too() throws IOException {
        String answer = raw("GET /api/orders/<> HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"status\":400");
    }

    @Test
    void the_gateway_says_that_it_is_up() {
        assertThat(gateway.get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String sentence) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, sentence);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
}
