package io.millrace.marketplace.app.shoppers;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shop's HTTP API. What the shop refuses, such as to cancel what was shipped meanwhile, is no failure; its methods
 * throw {@link ShopDoesNotAnswerException} where it does not answer. Safe for use by many threads.
 */
final class ShopApi {

    /** An order as the shop lists it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Listed(String orderId, String orderNumber, String status, Instant updatedAt) {}

    /** A page of a customer's orders, newest first. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record OrderPage(List<Listed> items, boolean hasNext) {}

    private static final Logger log = LoggerFactory.getLogger(ShopApi.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_FAILURE = 500;
    private static final int PAGE_SIZE = 50;

    private final URI shop;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    ShopApi(URI shop) {
        this.shop = shop;
    }

    List<String> skus() {
        return read(get("api/products"))
                .valueStream()
                .map(product -> product.path("sku").asString())
                .toList();
    }

    /** Returns the order's id, empty if the shop refused it. */
    String place(NewOrder order, String languages, String key) {
        HttpRequest.Builder request =
                post("api/orders", order).header("Accept-Language", languages).header("Idempotency-Key", key);
        return read(request).path("orderId").asString("");
    }

    void cancel(String orderId, String reason) {
        read(post("api/orders/" + orderId + "/cancel", Map.of("reason", reason)));
    }

    void ship(String orderId, String trackingNumber) {
        read(post("api/orders/" + orderId + "/ship", Map.of("trackingNumber", trackingNumber)));
    }

    OrderPage orders(Shopper shopper, int page) {
        String path = "api/orders?customerId=%s&page=%d&size=%d".formatted(shopper.id(), page, PAGE_SIZE);
        return JSON.treeToValue(read(get(path)), OrderPage.class);
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(shop.resolve(path)).GET();
    }

    private HttpRequest.Builder post(String path, Object body) {
        return HttpRequest.newBuilder(shop.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    /** Nothing is in the answer where the shop refuses. */
    private JsonNode read(HttpRequest.Builder request) {
        HttpResponse<String> answer = send(request.timeout(PATIENCE).build());
        if (answer.statusCode() >= FIRST_FAILURE) {
            throw new ShopDoesNotAnswerException("it answers " + answer.statusCode());
        }
        if (answer.statusCode() >= FIRST_REFUSAL) {
            log.debug("{} was refused: {}", answer.uri(), answer.body());
            return JSON.createObjectNode();
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ShopDoesNotAnswerException(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShopDoesNotAnswerException("interrupted", e);
        }
    }

    void close() {
        http.shutdownNow();
    }
}
