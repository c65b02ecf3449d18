package io.millrace.marketplace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether the books agree, told while orders go on. */
class AuditTest {

    /** What the services say of one order that is paid for. */
    private static final Map<String, List<String>> SETS = Map.of(
            "ordering", List.of("CONFIRMED", "OWED", "PAID"),
            "payment", List.of("CHARGED", "KEPT"),
            "inventory", List.of("SOLD"),
            "notification", List.of("MAILED"));

    private static final StubServices services = new StubServices();
    private static Gateway gateway;

    @BeforeAll
    static void open() {
        gateway = Gateway.inFrontOfEach(services);
    }

    @AfterAll
    static void close() {
        gateway.close();
        services.close();
    }

    @BeforeEach
    void an_order_is_at_rest() {
        services.forget();
        services.answers("GET /inventory/totals", 200, """
                {"initial": 10, "replenished": 0, "inStock": 9, "reserved": 0, "sold": 1, "unbalanced": []}
                """);
        SETS.forEach((service, sets) -> {
            services.answers("GET /" + service + "/audit/restless", 200, restless(""));
            services.answers("GET /" + service + "/audit/changed", 200, restless(""));
            services.answers("GET /" + service + "/audit/members", 200, members(sets));
            services.answers(
                    "POST /" + service + "/audit/totals", body -> body.contains(Orders.ID) ? "[]" : parts(sets));
        });
    }

    @Test
    void an_order_at_rest_is_counted() {
        HttpResponse<String> answer = gateway.get("/api/invariants");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"ok\":true", "\"pending\":0", "Confirmed orders: 1, which come to 68000 KRW");
    }

    @Test
    void an_order_that_is_shipped_while_others_count_it_is_left_out() {
        services.answers("POST /ordering/audit/totals", 200, "[]");
        services.answers("GET /ordering/audit/changed", 200, restless("\"" + Orders.ID + "\""));

        HttpResponse<String> answer = gateway.get("/api/invariants");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"ok\":true", "\"pending\":1", "Confirmed orders: 0");
        assertThat(services.requests("POST /payment/audit/totals")).hasSize(2);
    }

    @Test
    void an_order_at_rest_that_was_never_charged_is_at_fault() {
        services.answers("POST /payment/audit/totals", 200, "[]");
        services.answers("GET /payment/audit/members", 200, "[]");

        HttpResponse<String> answer = gateway.get("/api/invariants");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"ok\":false", "Look at " + Orders.ID);
    }

    @Test
    void why_a_service_can_t_answer_reaches_the_reader() {
        services.refuses("GET /payment/audit/restless", 503, "More than 20000 orders are under way.");

        HttpResponse<String> answer = gateway.get("/api/invariants");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"detail\":\"More than 20000 orders are under way.\"");
    }

    @Test
    void a_service_that_fails_without_a_word_is_named() {
        services.answers("GET /payment/audit/restless", 503, "down");

        HttpResponse<String> answer = gateway.get("/api/invariants");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"detail\":\"The payment service answered with status 503.\"");
    }

    private static String restless(String orders) {
        return "{\"since\": \"2026-03-01T12:00:00Z\", \"orders\": [%s], \"overdue\": []}".formatted(orders);
    }

    private static String parts(List<String> sets) {
        return sets.stream()
                .map(set -> """
                        {"orderSet": "%s", "part": 7, "currency": %s, "orders": 1, "mark": 42, "amount": %s}
                        """.formatted(set, currency(set), amount(set)))
                .toList()
                .toString();
    }

    private static String members(List<String> sets) {
        return sets.stream()
                .map(set -> """
                        {"orderSet": "%s", "orderId": "%s", "currency": %s, "amount": %s}
                        """.formatted(set, Orders.ID, currency(set), amount(set)))
                .toList()
                .toString();
    }

    private static String currency(String set) {
        return hasAmounts(set) ? "\"KRW\"" : "null";
    }

    private static String amount(String set) {
        return hasAmounts(set) ? "\"68000\"" : "null";
    }

    private static boolean hasAmounts(String set) {
        return List.of("OWED", "CHARGED", "KEPT").contains(set);
    }
}
