package io.millrace.marketplace.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.contracts.StockReturned;
import io.millrace.marketplace.contracts.StockUnavailable;
import io.millrace.marketplace.inventory.reservation.Reservations;
import io.millrace.marketplace.inventory.stock.Stock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

class ReservationsTest {

    private static InventoryService inventory;
    private static Reservations reservations;

    @BeforeAll
    static void start() {
        inventory = new InventoryService("--millrace.relay.enabled=false");
        reservations = inventory.bean(Reservations.class);
    }

    @AfterAll
    static void stop() {
        inventory.close();
    }

    @Test
    void goods_that_are_there_are_set_aside() {
        String tea = inventory.product(10);
        AnOrder order = AnOrder.of(3, tea);

        reservations.reserve(order.request());

        assertThat(inventory.available(tea)).isEqualTo(7);
        assertThat(inventory.state(order.id)).isEqualTo("RESERVED");
        assertThat(inventory.told(order.id)).containsExactly(granted(order));
    }

    @Test
    void an_order_gets_all_of_its_goods_or_none() {
        String tea = inventory.product(10);
        String knife = inventory.product(1);
        String rice = inventory.product(10);
        AnOrder order = AnOrder.of(3, tea).and(2, knife).and(3, rice);

        reservations.reserve(order.request());

        assertThat(inventory.available(tea)).isEqualTo(10);
        assertThat(inventory.available(knife)).isEqualTo(1);
        assertThat(inventory.available(rice)).isEqualTo(10);
        assertThat(inventory.told(order.id))
                .containsExactly(new StockUnavailable(
                        order.id,
                        knife,
                        "There are only 1 of 'Thing' left.",
                        new CancellationCause(CancellationCause.TOO_FEW_LEFT, knife, 1L)));
    }

    @Test
    void what_there_is_too_little_of_is_named_in_a_sentence_and_by_its_code() {
        String nothing = inventory.product(0);
        AnOrder soldOut = AnOrder.of(1, nothing);
        AnOrder unknown = AnOrder.of(1, "NO-SUCH-THING");

        reservations.reserve(soldOut.request());
        reservations.reserve(unknown.request());

        assertThat(inventory.told(soldOut.id))
                .containsExactly(new StockUnavailable(
                        soldOut.id,
                        nothing,
                        "'Thing' is sold out.",
                        new CancellationCause(CancellationCause.SOLD_OUT, nothing)));
        assertThat(inventory.told(unknown.id))
                .containsExactly(new StockUnavailable(
                        unknown.id,
                        "NO-SUCH-THING",
                        "There is no product 'NO-SUCH-THING' any more.",
                        new CancellationCause(CancellationCause.NO_SUCH_PRODUCT, "NO-SUCH-THING")));
    }

    @Test
    void lines_of_one_product_add_up() {
        String tea = inventory.product(10);
        AnOrder fits = AnOrder.of(3, tea).and(4, tea);
        AnOrder tooMany = AnOrder.of(2, tea).and(2, tea);

        reservations.reserve(fits.request());
        reservations.reserve(tooMany.request());

        assertThat(inventory.available(tea)).isEqualTo(3);
        assertThat(inventory.state(tooMany.id)).isEqualTo("REFUSED");
    }

    @Test
    void a_repeated_request_is_answered_again_and_takes_nothing() {
        String tea = inventory.product(10);
        AnOrder order = AnOrder.of(3, tea);

        reservations.reserve(order.request());
        reservations.reserve(order.request());

        assertThat(inventory.available(tea)).isEqualTo(7);
        assertThat(inventory.told(order.id)).containsExactly(granted(order), granted(order));
    }

    @Test
    void a_refusal_stays_also_when_there_is_more_again() {
        String tea = inventory.product(1);
        AnOrder order = AnOrder.of(3, tea);
        reservations.reserve(order.request());

        inventory.bean(Stock.class).replenish(tea, 100);
        reservations.reserve(order.request());

        assertThat(inventory.available(tea)).isEqualTo(101);
        assertThat(inventory.told(order.id))
                .hasSize(2)
                .allMatch(inventory.told(order.id).getFirst()::equals);
    }

    @Test
    void released_goods_are_for_others_once_however_often_it_is_asked() {
        String tea = inventory.product(10);
        AnOrder order = AnOrder.of(3, tea);
        reservations.reserve(order.request());

        reservations.release(order.id);
        reservations.release(order.id);

        assertThat(inventory.available(tea)).isEqualTo(10);
        assertThat(inventory.state(order.id)).isEqualTo("RELEASED");
        assertThat(inventory.told(order.id))
                .containsExactly(granted(order), new StockReleased(order.id), new StockReleased(order.id));
    }

    @Test
    void a_request_that_comes_after_its_release_is_refused() {
        String tea = inventory.product(10);
        AnOrder order = AnOrder.of(3, tea);

        reservations.release(order.id);
        reservations.reserve(order.request());

        assertThat(inventory.available(tea)).isEqualTo(10);
        assertThat(inventory.told(order.id))
                .containsExactly(
                        new StockReleased(order.id),
                        new StockUnavailable(
                                order.id,
                                tea,
                                "The order was called off before its goods were set aside.",
                                new CancellationCause(CancellationCause.CALLED_OFF)));
    }

    @Test
    void a_paid_order_is_sold_and_a_cancelled_one_comes_back_once() {
        String tea = inventory.product(10);
        AnOrder order = AnOrder.of(3, tea);
        reservations.reserve(order.request());

        reservations.sell(order.id);
        reservations.sell(order.id);
        String paid = inventory.state(order.id);
        reservations.cancel(order.id);
        reservations.cancel(order.id);

        assertThat(paid).isEqualTo("SOLD");
        assertThat(inventory.state(order.id)).isEqualTo("RETURNED");
        assertThat(inventory.available(tea)).isEqualTo(10);
        assertThat(inventory.told(order.id)).containsExactly(granted(order), new StockReturned(order.id));
    }

    @Test
    void sold_goods_that_are_released_are_returned_too() {
        String tea = inventory.product(10);
        AnOrder order = AnOrder.of(3, tea);
        reservations.reserve(order.request());
        reservations.sell(order.id);

        reservations.release(order.id);
        reservations.cancel(order.id);

        assertThat(inventory.available(tea)).isEqualTo(10);
        assertThat(inventory.told(order.id))
                .containsExactly(granted(order), new StockReturned(order.id), new StockReleased(order.id));
    }

    @Test
    void an_open_reservation_of_a_cancelled_order_is_released_and_none_is_made_later() {
        String tea = inventory.product(10);
        AnOrder open = AnOrder.of(3, tea);
        AnOrder unheardOf = AnOrder.of(3, tea);
        reservations.reserve(open.request());

        reservations.cancel(open.id);
        reservations.cancel(unheardOf.id);
        reservations.reserve(unheardOf.request());

        assertThat(inventory.available(tea)).isEqualTo(10);
        assertThat(inventory.told(open.id)).containsExactly(granted(open), new StockReleased(open.id));
        assertThat(inventory.told(unheardOf.id)).singleElement().isInstanceOf(StockUnavailable.class);
    }

    @Test
    void a_payment_of_an_order_without_goods_changes_nothing() {
        AnOrder unheardOf = AnOrder.of(1, inventory.product(1));
        AnOrder released = AnOrder.of(1, inventory.product(1));
        reservations.release(released.id);

        reservations.sell(unheardOf.id);
        reservations.sell(released.id);

        assertThat(inventory.state(unheardOf.id)).isEqualTo("none");
        assertThat(inventory.state(released.id)).isEqualTo("RELEASED");
    }

    @Test
    void RL_2_what_is_rolled_back_is_neither_taken_nor_told() {
        String tea = inventory.product(10);
        AnOrder order = AnOrder.of(3, tea);

        inventory.bean(TransactionTemplate.class).executeWithoutResult(transaction -> {
            reservations.reserve(order.request());
            transaction.setRollbackOnly();
        });

        assertThat(inventory.available(tea)).isEqualTo(10);
        assertThat(inventory.state(order.id)).isEqualTo("none");
        assertThat(inventory.told(order.id)).isEmpty();
    }

    @Test
    void an_order_for_less_than_one_is_none() {
        String tea = inventory.product(10);
        AnOrder negative = AnOrder.of(-3, tea);
        AnOrder nothing = new AnOrder();

        assertThatThrownBy(negative::request).hasMessageContaining("at least 1");
        assertThatThrownBy(nothing::request).hasMessageContaining("at least one line");
    }

    static StockReserved granted(AnOrder order) {
        return new StockReserved(order.id, "MR-1", null, null, null);
    }
}
