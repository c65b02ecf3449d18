package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.Ordering;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** One order: its state now, its history, and its state at any version. */
@Controller
class OrderPages {

    private final OrderViews views;
    private final Ordering ordering;
    private final Templates templates;

    OrderPages(OrderViews views, Ordering ordering, Templates templates) {
        this.views = views;
        this.ordering = ordering;
        this.templates = templates;
    }

    @GetMapping("/orders/{id}")
    ResponseEntity<String> order(
            HttpServletRequest request, @PathVariable UUID id, @RequestParam(defaultValue = "") String done) {
        return page(
                HttpStatus.OK, request, id, ActionForm.blank(Page.of(request).words(), done));
    }

    /** The page again, with an action's answer on it. */
    ResponseEntity<String> page(HttpStatus status, HttpServletRequest request, UUID id, ActionForm form) {
        Page page = Page.at("/orders/" + id, request);
        return templates.page(
                status, "order", Map.of("page", page, "order", view(id), "form", form, "moment", Moment.NONE));
    }

    /** What has changed since the browser was told last: 204 when nothing has. */
    @GetMapping("/orders/{id}/live")
    ResponseEntity<String> live(
            HttpServletRequest request, @PathVariable UUID id, @RequestParam(defaultValue = "") String shown) {
        OrderView order = view(id);
        if (order.shown().equals(shown)) {
            return ResponseEntity.noContent().build();
        }
        Page page = Page.at("/orders/" + id, request);
        ActionForm form = ActionForm.blank(page.words(), "");
        return templates.ok("update", Map.of("page", page, "update", new Update(order, shown), "form", form));
    }

    @GetMapping("/orders/{id}/versions/{version}")
    ResponseEntity<String> moment(HttpServletRequest request, @PathVariable UUID id, @PathVariable long version) {
        Page page = Page.at("/orders/" + id, request);
        Moment moment = ordering.stateAt(id, version)
                .map(state ->
                        new Moment(version, Facts.about(state, page.words()).of(state)))
                .orElseThrow(OrderPages::unknown);
        if (request.getHeader("HX-Request") != null) {
            return templates.ok("moment", Map.of("page", page, "moment", moment));
        }
        ActionForm form = ActionForm.blank(page.words(), "");
        return templates.ok("order", Map.of("page", page, "order", view(id), "form", form, "moment", moment));
    }

    private OrderView view(UUID id) {
        return views.find(id).orElseThrow(OrderPages::unknown);
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** The order now, for a browser that shows it as it was before. */
    record Update(OrderView order, String shown) {

        /** Only then may the forms be drawn again: what is being typed into them is lost. */
        boolean isProjectedFurther() {
            return !shown.matches("\\d+\\." + order.projected() + "\\.\\d+");
        }
    }

    /** The order as it was at a version. */
    record Moment(long version, List<Facts.Fact> facts) {

        static final Moment NONE = new Moment(0, List.of());
    }
}
