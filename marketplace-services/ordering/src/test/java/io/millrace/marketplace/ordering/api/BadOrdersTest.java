package io.millrace.marketplace.ordering.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.ordering.api.OrderingService.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadOrdersTest {

    private static OrderingService ordering;

    @BeforeAll
    static void start() {
        ordering = new OrderingService();
    }

    @AfterAll
    static void stop() {
        ordering.close();
    }

    static Stream<Arguments> badOrders() {
        return Stream.of(
                bad(400, "'items' is empty", order("[]")),
                bad(400, "'items' is empty", "{\"customerId\":\"c\",\"email\":\"a@example.com\"}"),
                bad(400, "'items[0]' is null", order("[null]")),
                bad(400, "51 lines", order(lines(51))),
                bad(400, "'items[0].quantity' is 0", order(line("TEA-BOSEONG-100", "0"))),
                bad(400, "'items[0].quantity' is -1", order(line("TEA-BOSEONG-100", "-1"))),
                bad(400, "'items[0].quantity' is 1000000000", order(line("TEA-BOSEONG-100", "1000000000"))),
                bad(400, "no whole number without quotes, at most", order(line("TEA-BOSEONG-100", "10000000000000"))),
                bad(400, "'items[0].quantity' must be a whole number", order(line("TEA-BOSEONG-100", "1.5"))),
                bad(400, "'items[0].quantity' must be a whole number", order(line("TEA-BOSEONG-100", "\"2\""))),
                bad(400, "'items[0].quantity' is missing", order(line("TEA-BOSEONG-100", "null"))),
                bad(422, "no product with the sku 'UNOBTAINIUM'", order(line("UNOBTAINIUM", "1"))),
                bad(
                        400,
                        "repeats 'TEA-BOSEONG-100'",
                        order("[{\"sku\":\"TEA-BOSEONG-100\",\"quantity\":1},"
                                + "{\"sku\":\"TEA-BOSEONG-100\",\"quantity\":2}]")),
                bad(400, "no valid JSON at line 1", "{\"customerId\":"),
                bad(400, "no valid JSON", order(line("TEA-BOSEONG-100", "1")) + "}"),
                bad(400, "no valid JSON", "{\"customerId\":\"a\",\"customerId\":\"b\"}"),
                bad(400, "needs a JSON object", ""),
                bad(400, "needs a JSON object", "[]"),
                bad(400, "needs a JSON object", "null"),
                bad(400, "no field 'coupon'", "{\"coupon\":\"FREE\"}"),
                bad(
                        400,
                        "no field 'items[0].unitPrice'",
                        order("[{\"sku\":\"TEA-BOSEONG-100\",\"quantity\":1,"
                                + "\"unitPrice\":{\"amount\":\"1\",\"currency\":\"KRW\"}}]")),
                bad(400, "'items' must be a list", order("\"TEA-BOSEONG-100\"")),
                bad(400, "'customerId' is missing", "{}"),
                bad(400, "'customerId' is blank", customer(" ")),
                bad(400, "'customerId' has 101 characters", customer("x".repeat(101))),
                bad(400, "'customerId' contains a control character", customer("Kim\\u0000")),
                bad(400, "'customerId' contains a control character", customer("Kim\\nBcc: all")),
                bad(400, "'customerId' contains a control character", customer("\\u202Emik")),
                bad(400, "'customerId' contains a control character", customer("\\uD800")),
                bad(400, "'email' is no e-mail address", email("kim")),
                bad(400, "'email' is no e-mail address", email("kim@")),
                bad(400, "'email' is no e-mail address", email("a@b.c, d@e.f")),
                bad(400, "'email' is no e-mail address", email("kim..lee@example.com")),
                bad(400, "'email' contains a control character", email("kim@example.com\\r\\nBcc: all@example.com")),
                bad(
                        400,
                        "'email' has 266 characters",
                        email("a@" + "b".repeat(60).concat(".").repeat(4) + "x".repeat(20))),
                bad(
                        400,
                        "'paymentMethod' is blank",
                        order(line("TEA-BOSEONG-100", "1")).replace("}]}", "}],\"paymentMethod\":\" \"}")),
                bad(400, "'customerId' must be a text", "{\"customerId\":" + "[".repeat(2000)));
    }

    @ParameterizedTest
    @MethodSource("badOrders")
    void a_bad_order_is_refused_with_a_reason_and_nothing_is_stored(int status, String reason, String body) {
        long before = ordering.storedEvents();

        Answer answer = ordering.post("/api/orders", body);

        assertProblem(answer, status, reason);
        assertThat(ordering.storedEvents()).isEqualTo(before);
    }

    @Test
    void a_body_of_2_mib_is_refused_announced_or_not() {
        String body = customer("x".repeat(2 << 20));
        HttpRequest.Builder unannounced = ordering.request("/api/orders")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));

        assertProblem(ordering.post("/api/orders", body), 413, "longer than the 1048576 bytes");
        assertProblem(ordering.send(unannounced), 413, "longer than the 1048576 bytes");
        assertThat(ordering.storedEvents()).isZero();
    }

    @Test
    void what_is_no_json_or_no_known_address_is_refused() {
        HttpRequest.Builder form = ordering.request("/api/orders")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("hello"));

        assertProblem(ordering.send(form), 415, "text/plain");
        assertProblem(ordering.get("/api/nothing"), 404, "nothing");
        assertProblem(ordering.get("/api/orders"), 405, "GET");
    }

    @Test
    void an_id_that_is_no_uuid_is_refused() {
        assertProblem(ordering.post("/api/orders/42/ship", "{\"trackingNumber\":\"T\"}"), 400, "'id' must be a UUID");
        assertProblem(ordering.get("/api/orders/drop-table/history"), 400, "'id' must be a UUID");
        assertProblem(ordering.get("/api/sagas/42"), 400, "'orderId' must be a UUID");
    }

    @Test
    void an_idempotency_key_has_1_to_200_printable_characters() {
        for (String key : List.of("", "x".repeat(201))) {
            Answer answer =
                    ordering.post("/api/orders", order(line("TEA-BOSEONG-100", "1")), Map.of("Idempotency-Key", key));

            assertProblem(answer, 400, "1 to 200 printable ASCII characters");
        }
        assertThat(ordering.storedEvents()).isZero();
    }

    @Test
    void commands_need_their_texts() {
        String orders = "/api/orders/" + UUID.randomUUID();

        assertProblem(ordering.post(orders + "/ship", "{}"), 400, "'trackingNumber' is missing");
        assertProblem(ordering.post(orders + "/ship", "{\"trackingNumber\":\"\"}"), 400, "'trackingNumber' is blank");
        assertProblem(
                ordering.post(orders + "/cancel", "{\"reason\":\"" + "x".repeat(501) + "\"}"), 400, "501 characters");
        assertProblem(ordering.post(orders + "/ship", "{\"trackingNumber\":\"a\\u0007\"}"), 400, "control character");
        assertProblem(ordering.post(orders + "/ship", "{\"tracking\":\"T\"}"), 400, "no field 'tracking'");
    }

    private static void assertProblem(Answer answer, int status, String reason) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.text("detail")).contains(reason);
        assertThat(answer.response().body()).doesNotContain("io.millrace", "jackson", "springframework", "java.");
    }

    private static Arguments bad(int status, String reason, String body) {
        return Arguments.of(status, reason, body);
    }

    private static String order(String items) {
        return "{\"customerId\":\"customer-1\",\"email\":\"kim@example.com\",\"items\":" + items + "}";
    }

    private static String customer(String customerId) {
        return "{\"customerId\":\"" + customerId + "\",\"email\":\"kim@example.com\",\"items\":"
                + line("TEA-BOSEONG-100", "1") + "}";
    }

    private static String email(String email) {
        return "{\"customerId\":\"customer-1\",\"email\":\"" + email + "\",\"items\":" + line("TEA-BOSEONG-100", "1")
                + "}";
    }

    private static String line(String sku, String quantity) {
        return "[{\"sku\":\"" + sku + "\",\"quantity\":" + quantity + "}]";
    }

    private static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"sku\":\"SKU-" + i + "\",\"quantity\":1}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
