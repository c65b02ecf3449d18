package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.Ordering;
import io.millrace.marketplace.gateway.services.PlacedOrder;
import io.millrace.marketplace.gateway.services.Product;
import io.millrace.marketplace.gateway.services.ServiceRefusal;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The products, and the form that orders them. */
@Controller
class ProductPages {

    private final Catalogue catalogue;
    private final Ordering ordering;
    private final Templates templates;

    ProductPages(Catalogue catalogue, Ordering ordering, Templates templates) {
        this.catalogue = catalogue;
        this.ordering = ordering;
        this.templates = templates;
    }

    @GetMapping("/")
    ResponseEntity<String> products(HttpServletRequest request, HttpServletResponse response) {
        if (Visitor.isNewCustomer(request)) {
            response.addHeader(HttpHeaders.SET_COOKIE, Visitor.customerCookie(UUID.randomUUID()));
        }
        OrderForm form = OrderForm.blank(Visitor.of(request).email());
        return page(HttpStatus.OK, request, new FormState(catalogue.products(), form, Map.of(), Notice.NONE));
    }

    @PostMapping("/orders")
    ResponseEntity<String> place(HttpServletRequest request) {
        List<Product> products = catalogue.products();
        OrderForm form = OrderForm.typed(request, products);
        Map<String, String> mistakes = form.mistakes(products);
        if (!mistakes.isEmpty()) {
            return page(
                    HttpStatus.UNPROCESSABLE_CONTENT, request, new FormState(products, form, mistakes, Notice.NONE));
        }
        return place(form, products, request);
    }

    private ResponseEntity<String> place(OrderForm form, List<Product> products, HttpServletRequest request) {
        Words words = Page.of(request).words();
        UUID customerId = customerId(form, request);
        try {
            PlacedOrder order = ordering.place(
                    form.order(customerId), form.key(), words.language().code());
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create("/orders/" + order.orderId()))
                    .header(HttpHeaders.SET_COOKIE, Visitor.customerCookie(customerId))
                    .header(HttpHeaders.SET_COOKIE, Visitor.emailCookie(form.email()))
                    .build();
        } catch (ServiceRefusal refusal) {
            Notice notice = Notice.refused(words.text("order.refused"), refusal);
            return page(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    request,
                    new FormState(products, form.afresh(), Map.of(), notice));
        } catch (ServiceUnavailable unknownOutcome) {
            Notice notice = Notice.refused(words.text("order.unknown"));
            return page(HttpStatus.SERVICE_UNAVAILABLE, request, new FormState(products, form, Map.of(), notice));
        }
    }

    /** Without cookies it follows from the form's key, so that a repeat is the same order of the same customer. */
    private static UUID customerId(OrderForm form, HttpServletRequest request) {
        return Objects.requireNonNullElseGet(
                Visitor.of(request).customerId(),
                () -> UUID.nameUUIDFromBytes(form.key().getBytes(StandardCharsets.UTF_8)));
    }

    private ResponseEntity<String> page(HttpStatus status, HttpServletRequest request, FormState state) {
        return templates.page(status, "products", Map.of("page", Page.at("/", request), "state", state));
    }

    /** The form with all that surrounds it. */
    record FormState(List<Product> products, OrderForm form, Map<String, String> mistakes, Notice notice) {}
}
