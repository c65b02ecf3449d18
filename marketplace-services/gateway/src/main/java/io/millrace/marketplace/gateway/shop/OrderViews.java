package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.HistoryEntry;
import io.millrace.marketplace.gateway.services.Mail;
import io.millrace.marketplace.gateway.services.Mailbox;
import io.millrace.marketplace.gateway.services.OrderDetail;
import io.millrace.marketplace.gateway.services.OrderQuery;
import io.millrace.marketplace.gateway.services.Ordering;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts an order's page together from the three services; the mailbox and one side of the order may be missing. */
@Component
final class OrderViews {

    private final Ordering ordering;
    private final OrderQuery orderQuery;
    private final Mailbox mailbox;

    OrderViews(Ordering ordering, OrderQuery orderQuery, Mailbox mailbox) {
        this.ordering = ordering;
        this.orderQuery = orderQuery;
        this.mailbox = mailbox;
    }

    /** Empty where neither side knows the order. */
    Optional<OrderView> find(UUID id) {
        OrderDetail detail = orderQuery.find(id).orElse(null);
        List<HistoryEntry> history = history(id, detail);
        if (detail == null && history.isEmpty()) {
            return Optional.empty();
        }
        String number = detail == null ? created(history, "orderNumber", shortened(id)) : detail.orderNumber();
        String email = detail == null || detail.email() == null ? created(history, "email", "") : detail.email();
        List<Mail> mails = email.isEmpty() ? List.of() : mailbox.about(number, email);
        return Optional.of(new OrderView(id, number, history, detail, mails));
    }

    private List<HistoryEntry> history(UUID id, @Nullable OrderDetail detail) {
        try {
            return ordering.history(id);
        } catch (ServiceUnavailable e) {
            if (detail == null) {
                throw e;
            }
            return List.of();
        }
    }

    private static String created(List<HistoryEntry> history, String field, String otherwise) {
        return history.isEmpty()
                ? otherwise
                : history.getFirst().data().path(field).asString(otherwise);
    }

    private static String shortened(UUID id) {
        return id.toString().substring(0, 8);
    }
}
