package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.CancelCause;
import io.millrace.marketplace.gateway.services.HistoryEntry;
import io.millrace.marketplace.gateway.services.Mail;
import io.millrace.marketplace.gateway.services.OrderDetail;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One order as its page shows it: what the event store has, and how far read model and mailbox have
 * followed.
 */
record OrderView(
        UUID id,
        String number,
        List<HistoryEntry> history,
        @Nullable OrderDetail detail,
        List<Mail> mails) {

    private static final String PREPARING = "PREPARING";
    private static final Set<String> FINAL = Set.of("SHIPPED", "CANCELLED");

    OrderView {
        history = List.copyOf(history);
        mails = List.copyOf(mails);
    }

    /** The version that the read model has; 0 while it has not got the order. */
    long projected() {
        return detail == null ? 0 : detail.version();
    }

    /** The last version in the event store. */
    long stored() {
        return history.isEmpty() ? projected() : history.getLast().version();
    }

    String status() {
        return detail == null ? PREPARING : detail.status();
    }

    /** Why it was cancelled, as the visitor reads it; null where it was not. */
    @Nullable
    String cancelReason(Words words) {
        if (detail == null || detail.cancelReason() == null) {
            return null;
        }
        CancelCause cause = detail.cancelCause();
        return cause == null
                ? detail.cancelReason()
                : words.cancellation(detail.cancelReason(), cause, name(detail, cause.sku()));
    }

    private static String name(OrderDetail detail, @Nullable String sku) {
        return Stream.ofNullable(detail.items())
                .flatMap(List::stream)
                .filter(item -> item.sku().equals(sku) && item.name() != null)
                .map(item -> String.valueOf(item.name()))
                .findFirst()
                .orElse(String.valueOf(sku));
    }

    /** What its events say, read with the names of its products. */
    Facts facts(Words words) {
        return history.isEmpty()
                ? new Facts(words, Map.of())
                : Facts.about(history.getFirst().data(), words);
    }

    boolean isShippable() {
        return status().equals("PAID");
    }

    boolean isCancellable() {
        return status().equals("CREATED") || isShippable();
    }

    boolean isCaughtUp() {
        return projected() >= stored();
    }

    boolean mayChange() {
        return !isCaughtUp() || confirmationDue() || !FINAL.contains(status());
    }

    /** What the browser shows now, sent back with each poll. */
    String shown() {
        int mailed = mails.size() + (isConfirmed() ? 1 : 0);
        return stored() + "." + projected() + "." + mailed;
    }

    /** The name of the text that says how the confirmation stands. */
    String confirmation() {
        if (isConfirmed()) {
            return "sent";
        }
        return isNeverConfirmed() ? "never" : "awaited";
    }

    List<Step> journey() {
        List<Step> intoTheReadModel = List.of(
                new Step("stored", Step.Progress.DONE),
                new Step("published", isCaughtUp() ? Step.Progress.DONE : Step.Progress.NOW),
                new Step("projected", isCaughtUp() ? Step.Progress.DONE : Step.Progress.LATER));
        return isNeverConfirmed()
                ? intoTheReadModel
                : Stream.concat(intoTheReadModel.stream(), Stream.of(new Step("mailed", mailing())))
                        .toList();
    }

    private Step.Progress mailing() {
        if (isConfirmed()) {
            return Step.Progress.DONE;
        }
        return confirmationDue() && isCaughtUp() ? Step.Progress.NOW : Step.Progress.LATER;
    }

    /** The mail server has taken the confirmation, as the read model tells; other mails about the order don't count. */
    private boolean isConfirmed() {
        return detail != null && detail.confirmationSentAt() != null;
    }

    /** It is paid, which is what a confirmation tells, and none was sent yet. */
    private boolean confirmationDue() {
        return wasPaid() && !isConfirmed();
    }

    /** It was cancelled before it was paid: no confirmation was sent, and none will be. */
    private boolean isNeverConfirmed() {
        return status().equals("CANCELLED") && !wasPaid() && !isConfirmed();
    }

    private boolean wasPaid() {
        return history.stream().anyMatch(entry -> entry.type().equals("OrderPaid"));
    }

    /** A station of the order's way from the event store to the e-mail. */
    record Step(String name, Progress progress) {

        /** Whether the order has been there. */
        enum Progress {
            DONE,
            NOW,
            LATER
        }
    }
}
