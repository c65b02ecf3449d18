package io.millrace.marketplace.ordering.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.aggregate.CommandHandler;
import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.contracts.RefundPayment;
import io.millrace.marketplace.contracts.ReleaseStock;
import io.millrace.marketplace.contracts.ReserveStock;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.contracts.StockUnavailable;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.saga.CommandSteps;
import io.millrace.saga.ForgetfulSagas;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaStatus;
import io.millrace.testkit.saga.SagaExploration;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checkout of the marketplace while everything goes wrong that may. */
class PlaceOrderExplorationTest {

    private static final int SEEDS = 20_000;
    private static final UUID ORDER = new UUID(0, 7);
    private static final Money TOTAL = Money.won(28_000);
    private static final PlaceOrder PLACED = new PlaceOrder(
            ORDER,
            "MR-1",
            "customer-1",
            "kim@example.com",
            "ko",
            List.of(new OrderItem("TEA", "보성 녹차", 2, Money.won(14_000))),
            "card-ok");

    private static final List<Object> RESERVATIONS = List.of(
            new StockReserved(ORDER),
            new StockReserved(ORDER),
            new StockUnavailable(ORDER, "TEA", CheckoutInvariants.NONE_LEFT));
    private static final List<Object> CHARGES = List.of(
            new PaymentCompleted(ORDER, "PAY-1", TOTAL),
            new PaymentCompleted(ORDER, "PAY-1", TOTAL),
            new PaymentFailed(ORDER, CheckoutInvariants.DECLINED));

    private final Map<SagaStatus, Integer> endings = new EnumMap<>(SagaStatus.class);
    private CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders = InMemoryOrders.empty();
    private @Nullable Order order;

    @Test
    void SG_1_SG_2_a_checkout_is_paid_or_undone_or_waits_for_somebody_whatever_happens() {
        SagaExploration<Checkout> exploration =
                exploring(open -> SagaSimulation.of(new PlaceOrderSaga(open).saga(), Instant.EPOCH));

        exploration.seeds(SEEDS);

        assertThat(endings.keySet())
                .containsExactlyInAnyOrder(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.SUSPENDED);
        assertThat(endings.values()).allMatch(times -> times > SEEDS / 1_000);
    }

    @Test
    void an_undo_that_is_registered_only_after_its_action_is_found_and_the_seed_fails_again() {
        SagaExploration<Checkout> exploration =
                answering(open -> ForgetfulSagas.of(new PlaceOrderSaga(open).saga(), Instant.EPOCH));

        AssertionError found = catchThrowableOfType(AssertionError.class, () -> exploration.seeds(SEEDS));

        assertThat(found).hasMessageContainingAll("violates noEffectWithoutUndo", "Journal:", "STARTED");
        String message = String.valueOf(found.getMessage());
        long seed = Long.parseLong(message.replaceAll("(?s).*\\.replay\\((\\d+)\\).*", "$1"));
        assertThatThrownBy(() -> exploration.replay(seed))
                .isInstanceOf(AssertionError.class)
                .hasMessage(message);
    }

    @Test
    void money_that_nobody_gives_back_is_found() {
        SagaExploration<Checkout> exploration = exploring(open -> SagaSimulation.of(
                charging()
                        .noUndoNeeded("who does not answer has taken nothing, somebody believes")
                        .pivot("confirm", checkout -> open.pay(checkout.orderId(), checkout.requirePaymentId()))
                        .whenTurnedBack(Checkout::turnedBack)
                        .whenUndone(checkout -> open.cancel(checkout.orderId(), checkout.cancellation()))
                        .build(),
                Instant.EPOCH));

        assertThatThrownBy(() -> exploration.seeds(SEEDS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("undoneMeansNothingKept: goods or money of an undone order are kept");
    }

    @Test
    void a_reason_that_is_forgotten_is_found() {
        SagaExploration<Checkout> exploration = exploring(open -> SagaSimulation.of(
                charging()
                        .undo(checkout -> new RefundPayment(checkout.orderId(), checkout.reason()))
                        .undoneBy(PaymentRefunded.class)
                        .pivot("confirm", checkout -> open.pay(checkout.orderId(), checkout.requirePaymentId()))
                        .whenUndone(checkout -> open.cancel(checkout.orderId(), checkout.cancellation()))
                        .build(),
                Instant.EPOCH));

        assertThatThrownBy(() -> exploration.seeds(SEEDS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("firstReasonIsKept: the reason is 'at random', and who undoes hears 'The order");
    }

    private static CommandSteps<Checkout> charging() {
        return Saga.named("hasty", Checkout.class)
                .command("reserve-stock", "Inventory", checkout -> new ReserveStock(ORDER, "MR-1", checkout.items()))
                .answeredBy(StockReserved.class)
                .answerWithin(Duration.ofMinutes(5))
                .undo(checkout -> new ReleaseStock(ORDER, checkout.reason()))
                .command(
                        "charge-payment",
                        "Payment",
                        checkout -> new ChargePayment(ORDER, "MR-1", "customer-1", TOTAL, "card-ok"))
                .answeredBy(PaymentCompleted.class, Checkout::paid)
                .rejectedBy(
                        PaymentFailed.class, (checkout, refusal) -> checkout.refused(refusal.reason(), refusal.cause()))
                .answerWithin(Duration.ofMinutes(15));
    }

    private SagaExploration<Checkout> exploring(Function<OpenOrders, SagaSimulation<Checkout>> sagas) {
        return new CheckoutInvariants(this::order).in(answering(sagas)).neverViolates("counted", explored -> {
            endings.merge(explored.instance().status(), 1, Integer::sum);
            return Optional.empty();
        });
    }

    /** Each seed has an order of its own. */
    private SagaExploration<Checkout> answering(Function<OpenOrders, SagaSimulation<Checkout>> sagas) {
        SagaExploration<Checkout> exploration = SagaExploration.of(
                () -> {
                    order = null;
                    orders = InMemoryOrders.empty();
                    orders.handle(ORDER.toString(), PLACED);
                    return sagas.apply(new OpenOrders(orders));
                },
                Checkout.of(PLACED));
        return exploration
                .answering(ReserveStock.class, command -> RESERVATIONS)
                .answering(ReleaseStock.class, command -> List.of(new StockReleased(ORDER)))
                .answering(ChargePayment.class, command -> CHARGES)
                .answering(RefundPayment.class, command -> List.of(new PaymentRefunded(ORDER, TOTAL)));
    }

    /** As it stands when all is over: it is looked at often and read once. */
    private Order order() {
        Order known = order;
        if (known == null) {
            known = orders.load(ORDER.toString()).state().orElseThrow();
            order = known;
        }
        return known;
    }
}
