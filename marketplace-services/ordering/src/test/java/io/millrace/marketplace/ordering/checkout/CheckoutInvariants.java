package io.millrace.marketplace.ordering.checkout;

import io.millrace.marketplace.contracts.RefundPayment;
import io.millrace.marketplace.contracts.ReleaseStock;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderStatus;
import io.millrace.saga.Direction;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.SagaInstance.Undoing;
import io.millrace.saga.SagaSimulation.Sent;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.StepRun;
import io.millrace.saga.StepStatus;
import io.millrace.testkit.saga.ExploredSaga;
import io.millrace.testkit.saga.SagaExploration;
import io.millrace.testkit.saga.SagaInvariant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** What holds of an order and its checkout, whatever has happened. */
record CheckoutInvariants(Supplier<Order> order) {

    static final String NONE_LEFT = "none is left";
    static final String DECLINED = "card declined";
    private static final String LATE = "The order could not be completed in time.";
    private static final String BY_SOMEBODY = "at random";

    SagaExploration<Checkout> in(SagaExploration<Checkout> exploration) {
        return exploration
                .neverViolates(
                        "neverPaidAndUndone",
                        SagaInvariant.of("the order and its saga disagree", this::endsAsOrderDoes))
                .neverViolates(
                        "paidMeansSuppliedAndCharged",
                        SagaInvariant.of(
                                "it is paid without goods or money",
                                explored -> !is(OrderStatus.PAID) || (hasGoods(explored) && hasMoney(explored))))
                .neverViolates(
                        "undoneMeansNothingKept",
                        SagaInvariant.of(
                                "goods or money of an undone order are kept",
                                explored -> !undone(explored) || (!hasGoods(explored) && !hasMoney(explored))))
                .neverViolates(
                        "takenOnce",
                        SagaInvariant.of("something was taken twice", explored -> explored.effects().values().stream()
                                .allMatch(effect -> effect.times() <= 1)))
                .neverViolates("firstReasonIsKept", this::firstReasonIsKept);
    }

    private boolean endsAsOrderDoes(ExploredSaga<Checkout> explored) {
        return switch (explored.instance().status()) {
            case COMPLETED -> is(OrderStatus.PAID);
            case COMPENSATED -> is(OrderStatus.CANCELLED) || cancelledByHand(explored);
            case RUNNING, COMPENSATING, SUSPENDED -> !is(OrderStatus.PAID) && !is(OrderStatus.CANCELLED);
        };
    }

    /** Somebody said of the last action that he had done it. */
    private static boolean cancelledByHand(ExploredSaga<Checkout> explored) {
        return explored.instance()
                .run("when-undone", Direction.COMPENSATE)
                .map(StepRun::status)
                .filter(StepStatus.RESOLVED_BY_HAND::equals)
                .isPresent();
    }

    private boolean is(OrderStatus status) {
        return order.get().status() == status;
    }

    private static boolean undone(ExploredSaga<Checkout> explored) {
        return explored.instance().status() == SagaStatus.COMPENSATED;
    }

    private static boolean hasGoods(ExploredSaga<Checkout> explored) {
        return explored.stands("reserve-stock");
    }

    private static boolean hasMoney(ExploredSaga<Checkout> explored) {
        return explored.stands("charge-payment");
    }

    /** Who undoes a part hears it, and so does the customer. */
    private Optional<String> firstReasonIsKept(ExploredSaga<Checkout> explored) {
        Optional<JournalEntry> turned = explored.saga().journal().stream()
                .filter(entry -> entry.after().course().undoing() != null)
                .findFirst();
        String reason = turned.map(CheckoutInvariants::reason).orElse("");
        Optional<String> untrue = explored.saga().sent().stream()
                .map(Sent::message)
                .flatMap(message -> said(message).stream())
                .filter(said -> !said.equals(reason))
                .findFirst();
        if (untrue.isPresent()) {
            return untrue.map(said -> "the reason is '%s', and who undoes hears '%s'".formatted(reason, said));
        }
        return is(OrderStatus.CANCELLED) && !reason.equals(order.get().cancelReason())
                ? Optional.of("the reason is '%s', and the customer reads '%s'"
                        .formatted(reason, order.get().cancelReason()))
                : Optional.empty();
    }

    private static Optional<String> said(Object message) {
        return switch (message) {
            case ReleaseStock release -> Optional.of(release.reason());
            case RefundPayment refund -> Optional.of(refund.reason());
            default -> Optional.empty();
        };
    }

    private static String reason(JournalEntry turned) {
        Undoing undoing = Objects.requireNonNull(turned.after().course().undoing());
        return switch (Objects.requireNonNullElse(turned.detail(), "")) {
            case "StockUnavailable" -> NONE_LEFT;
            case "PaymentFailed" -> DECLINED;
            default -> undoing.cause() == Cause.CANCELLED ? BY_SOMEBODY : LATE;
        };
    }
}
