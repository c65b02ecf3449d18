package io.millrace.marketplace.gateway.api;

import io.millrace.marketplace.gateway.services.ServiceUrls;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpMethod;

/** One line of the API: a method and a path that a service answers. */
record ApiRoute(HttpMethod method, String path, URI service) {

    /** The path whose answer goes on and on. */
    static final String STREAM = "/api/notifications";

    static List<ApiRoute> all(ServiceUrls services) {
        return List.of(
                get("/api/products", services.inventory()),
                post("/api/orders", services.ordering()),
                post("/api/orders/{id}/ship", services.ordering()),
                post("/api/orders/{id}/cancel", services.ordering()),
                get("/api/orders/{id}/history", services.ordering()),
                get("/api/orders/{id}/state", services.ordering()),
                get("/api/sagas/{orderId}", services.ordering()),
                get("/api/orders", services.orderQuery()),
                get("/api/orders/{id}", services.orderQuery()),
                get(STREAM, services.notification()),
                get("/api/mailbox", services.notification()));
    }

    private static ApiRoute get(String path, URI service) {
        return new ApiRoute(HttpMethod.GET, path, service);
    }

    private static ApiRoute post(String path, URI service) {
        return new ApiRoute(HttpMethod.POST, path, service);
    }
}
