package io.millrace.marketplace.gateway.services;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** The read side: orders as the projections have them. */
@Component
public final class OrderQuery {

    private final ServiceCalls calls;

    OrderQuery(ServiceUrls urls, RestClient.Builder builder) {
        this.calls = new ServiceCalls("order-query", urls.orderQuery(), builder);
    }

    /** Empty as long as the read model has not got the order, or can't be reached. */
    public Optional<OrderDetail> find(UUID order) {
        try {
            return calls.find("/api/orders/{id}", order).map(node -> ServiceCalls.read(node, OrderDetail.class));
        } catch (ServiceUnavailable notYet) {
            return Optional.empty();
        }
    }

    /** A customer's orders, newest first. */
    public OrderPage of(UUID customer, int page, int size) {
        JsonNode answer = calls.get("/api/orders?customerId={customer}&page={page}&size={size}", customer, page, size);
        List<OrderSummary> orders = ServiceCalls.readAll(answer.path("items"), OrderSummary.class);
        return new OrderPage(orders, page, answer.path("hasNext").asBoolean(false));
    }

    /** The orders of everybody that were placed last, newest first. */
    public List<OrderSummary> latest() {
        return ServiceCalls.readAll(calls.get("/api/orders/latest"), OrderSummary.class);
    }
}
