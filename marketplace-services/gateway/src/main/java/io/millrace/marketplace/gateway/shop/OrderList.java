package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.OrderPage;
import io.millrace.marketplace.gateway.services.OrderQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The visitor's orders, newest first, and the latest ones of everybody. */
@Controller
class OrderList {

    private static final int PAGE_SIZE = 10;
    private static final int LAST_PAGE = 100_000;

    private final OrderQuery orderQuery;
    private final Templates templates;

    OrderList(OrderQuery orderQuery, Templates templates) {
        this.orderQuery = orderQuery;
        this.templates = templates;
    }

    @GetMapping("/orders")
    ResponseEntity<String> orders(HttpServletRequest request, @RequestParam(defaultValue = "0") int page) {
        UUID customer = Visitor.of(request).customerId();
        OrderPage orders = customer == null
                ? new OrderPage(List.of(), 0, false)
                : orderQuery.of(customer, Math.clamp(page, 0, LAST_PAGE), PAGE_SIZE);
        return templates.ok(
                "orders", Map.of("page", Page.of(request), "orders", orders, "latest", orderQuery.latest()));
    }
}
