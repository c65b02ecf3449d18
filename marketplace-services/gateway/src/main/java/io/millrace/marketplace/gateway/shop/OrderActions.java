package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.Ordering;
import io.millrace.marketplace.gateway.services.ServiceRefusal;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shipping and cancelling by hand; a refusal comes back on the order's page. */
@Controller
class OrderActions {

    private static final int LONGEST_TEXT = 200;

    private final Ordering ordering;
    private final OrderPages pages;

    OrderActions(Ordering ordering, OrderPages pages) {
        this.ordering = ordering;
        this.pages = pages;
    }

    @PostMapping("/orders/{id}/ship")
    ResponseEntity<String> ship(
            HttpServletRequest request, @PathVariable UUID id, @RequestParam(defaultValue = "") String trackingNumber) {
        ActionForm typed = typed(trackingNumber.strip(), "");
        if (isMissing(typed.trackingNumber())) {
            return unprocessable(request, id, typed.with("trackingNumber", "mistake.trackingNumber"));
        }
        return act(new Action("ship", () -> ordering.ship(id, typed.trackingNumber())), request, id, typed);
    }

    @PostMapping("/orders/{id}/cancel")
    ResponseEntity<String> cancel(
            HttpServletRequest request, @PathVariable UUID id, @RequestParam(defaultValue = "") String reason) {
        ActionForm typed = typed("", reason.strip());
        if (isMissing(typed.reason())) {
            return unprocessable(request, id, typed.with("reason", "mistake.reason"));
        }
        return act(new Action("cancel", () -> ordering.cancel(id, typed.reason())), request, id, typed);
    }

    private ResponseEntity<String> act(Action action, HttpServletRequest request, UUID id, ActionForm typed) {
        Words words = Page.of(request).words();
        try {
            action.command().run();
            URI target = URI.create("/orders/" + id + "?done=" + action.name());
            return ResponseEntity.status(HttpStatus.SEE_OTHER).location(target).build();
        } catch (ServiceRefusal refusal) {
            Notice notice = Notice.refused(words.refusal(action.name(), refusal.orderStatus()), refusal);
            return pages.page(status(refusal), request, id, typed.with(notice));
        } catch (ServiceUnavailable unknownOutcome) {
            Notice notice = Notice.refused(words.text("action.unknown"));
            return pages.page(HttpStatus.SERVICE_UNAVAILABLE, request, id, typed.with(notice));
        }
    }

    private ResponseEntity<String> unprocessable(HttpServletRequest request, UUID id, ActionForm typed) {
        return pages.page(HttpStatus.UNPROCESSABLE_CONTENT, request, id, typed);
    }

    private static ActionForm typed(String trackingNumber, String reason) {
        return new ActionForm(trackingNumber, reason, Map.of(), Notice.NONE);
    }

    private static boolean isMissing(String text) {
        return text.isEmpty() || text.length() > LONGEST_TEXT;
    }

    private static HttpStatus status(ServiceRefusal refusal) {
        HttpStatus status = HttpStatus.resolve(refusal.status());
        return status == null ? HttpStatus.UNPROCESSABLE_CONTENT : status;
    }

    private record Action(String name, Runnable command) {}
}
