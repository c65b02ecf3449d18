package io.millrace.marketplace.app;

import io.millrace.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a program does that talks to the shop over HTTP. */
final class Shop {

    record Answer(int status, JsonNode body, HttpResponse<String> response) {}

    /** An order that the shop accepted. */
    record Order(String id, String number, String customer, String email) {}

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    Shop(URI url) {
        this.url = url;
    }

    URI url() {
        return url;
    }

    /** Places an order for a customer of its own, which will be paid. */
    Order place() {
        return place(
                "card-ok",
                "{\"sku\": \"GRINDER-HAND\", \"quantity\": 2}, {\"sku\": \"TEA-BOSEONG-100\", \"quantity\": 1}");
    }

    /** Places an order for a customer of its own. */
    Order place(String paymentMethod, String items) {
        String customer = "c-" + UUID.randomUUID();
        String email = customer + "@example.com";
        Answer answer = post("api/orders", """
                {"customerId": "%s", "email": "%s", "paymentMethod": "%s", "items": [%s]}
                """.formatted(customer, email, paymentMethod, items));
        if (answer.status() != 201) {
            throw new AssertionError("the order was not accepted: " + answer);
        }
        return new Order(text(answer.body(), "orderId"), text(answer.body(), "orderNumber"), customer, email);
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)).GET());
    }

    Answer post(String path, String json) {
        return send(posting(path, json));
    }

    /** As {@link #post}, with a key by which what is sent again takes effect once. */
    Answer post(String path, String json, String idempotencyKey) {
        return send(posting(path, json).header("Idempotency-Key", idempotencyKey));
    }

    private HttpRequest.Builder posting(String path, String json) {
        return HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    /** The read model's order, once it has the version. */
    JsonNode detail(Order order, int version) {
        Answer answer = get("api/orders/" + order.id() + "?minVersion=" + version);
        if (answer.status() != 200) {
            throw new AssertionError("the read model does not have it yet: " + answer);
        }
        return answer.body();
    }

    /** As {@link #detail}, once the order has the status. */
    JsonNode detailWhen(Order order, String status) {
        Eventually.passes("the order is " + status, PATIENCE.multipliedBy(3), () -> {
            String now = text(detail(order, 1), "status");
            if (!now.equals(status)) {
                throw new AssertionError("it is " + now);
            }
        });
        return detail(order, 1);
    }

    List<JsonNode> list(Order order) {
        return get("api/orders?customerId=" + order.customer())
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    List<JsonNode> mails(Order order) {
        return get("api/mailbox?to=" + order.email()).body().valueStream().toList();
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            String body = response.body().isBlank() ? "{}" : response.body();
            return new Answer(response.statusCode(), JSON.readTree(body), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
