package io.millrace.marketplace.gateway.services;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** The write side: commands, and what the event store holds. */
@Component
public final class Ordering {

    private final ServiceCalls calls;

    Ordering(ServiceUrls urls, RestClient.Builder builder) {
        this.calls = new ServiceCalls("ordering", urls.ordering(), builder);
    }

    /** Repeating it with the same key gives the first answer again; e-mails will be in the language given. */
    public PlacedOrder place(NewOrder order, String idempotencyKey, String language) {
        JsonNode answer = calls.post(
                http -> http.post()
                        .uri("/api/orders")
                        .header("Idempotency-Key", idempotencyKey)
                        .header("Accept-Language", language),
                order);
        return ServiceCalls.read(answer, PlacedOrder.class);
    }

    public void ship(UUID order, String trackingNumber) {
        command(order, "ship", Map.of("trackingNumber", trackingNumber));
    }

    public void cancel(UUID order, String reason) {
        command(order, "cancel", Map.of("reason", reason));
    }

    /** The order's events, oldest first; empty for an unknown order. */
    public List<HistoryEntry> history(UUID order) {
        return calls.find("/api/orders/{id}/history", order)
                .map(entries -> ServiceCalls.readAll(entries, HistoryEntry.class))
                .orElse(List.of());
    }

    /** The order as it was at a version. */
    public Optional<JsonNode> stateAt(UUID order, long version) {
        return calls.find("/api/orders/{id}/state?version={version}", order, version);
    }

    private void command(UUID order, String verb, Map<String, String> body) {
        calls.post(http -> http.post().uri("/api/orders/{id}/{verb}", order, verb), body);
    }
}
