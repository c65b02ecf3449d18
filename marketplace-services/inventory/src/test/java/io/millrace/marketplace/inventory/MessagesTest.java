package io.millrace.marketplace.inventory;

import static io.millrace.marketplace.inventory.ReservationsTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.contracts.StockReturned;
import io.millrace.marketplace.contracts.StockUnavailable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final String COMMANDS = "inventory-commands";
    private static final String ORDERS = "inventory-orders";
    private static final String PAYMENTS = "inventory-payments";

    private static InventoryService inventory;
    private static InventoryService choreographed;

    @BeforeAll
    static void start() {
        inventory = new InventoryService();
        choreographed = new InventoryService("--marketplace.checkout=choreographed");
    }

    @AfterAll
    static void stop() {
        inventory.close();
        choreographed.close();
    }

    @Test
    void it_reads_its_commands_and_the_events_of_those_whom_it_follows() {
        Map<String, List<String>> reads = new HashMap<>(
                Map.of(COMMANDS, List.of("marketplace.inventory-commands"), ORDERS, List.of("marketplace.order")));
        assertThat(topics(inventory)).isEqualTo(reads);

        reads.put(PAYMENTS, List.of("marketplace.payment"));
        assertThat(topics(choreographed)).isEqualTo(reads);
    }

    /** Else a batch would lock products in the order of its messages, and two batches could wait for each other. */
    @Test
    void each_message_has_a_transaction_of_its_own() {
        assertThat(choreographed.consumers()).hasSize(3).allSatisfy(consumer -> assertThat(consumer.largestBatch())
                .isEqualTo(1));
    }

    @Test
    void commands_are_answered() {
        String tea = inventory.product(5);
        AnOrder order = AnOrder.of(3, tea);
        AnOrder tooMany = AnOrder.of(3, tea);

        inventory.deliver(
                COMMANDS,
                order.message(order.reserve()),
                tooMany.message(tooMany.reserve()),
                order.message(order.release()));

        assertThat(inventory.told(order.id)).containsExactly(granted(order), new StockReleased(order.id));
        assertThat(inventory.told(tooMany.id)).singleElement().isInstanceOf(StockUnavailable.class);
        assertThat(inventory.available(tea)).isEqualTo(5);
    }

    @Test
    void CO_1_a_message_that_comes_twice_is_answered_once_and_a_command_that_is_sent_twice_is_answered_twice() {
        String tea = inventory.product(5);
        AnOrder order = AnOrder.of(3, tea);
        IncomingMessage first = order.message(order.reserve());

        inventory.deliver(COMMANDS, first, first);
        inventory.deliver(COMMANDS, order.message(order.reserve()), first);

        assertThat(inventory.told(order.id)).containsExactly(granted(order), granted(order));
        assertThat(inventory.available(tea)).isEqualTo(2);
    }

    @Test
    void a_paid_order_is_sold_and_a_cancelled_one_is_returned() {
        String tea = inventory.product(5);
        AnOrder order = AnOrder.of(3, tea);
        inventory.deliver(COMMANDS, order.message(order.reserve()));

        inventory.deliver(ORDERS, order.message(order.paid()));
        String paid = inventory.state(order.id);
        inventory.deliver(ORDERS, order.message(order.cancelled()));

        assertThat(paid).isEqualTo("SOLD");
        assertThat(inventory.available(tea)).isEqualTo(5);
        assertThat(inventory.told(order.id)).containsExactly(granted(order), new StockReturned(order.id));
    }

    @Test
    void where_a_saga_sees_to_the_checkout_a_placed_order_reserves_nothing() {
        String tea = inventory.product(5);
        AnOrder order = AnOrder.of(3, tea);

        inventory.deliver(ORDERS, order.message(order.created()));

        assertThat(inventory.state(order.id)).isEqualTo("none");
    }

    @Test
    void where_nobody_does_a_placed_order_reserves_and_tells_all_that_it_takes_to_charge_it() {
        String tea = choreographed.product(5);
        AnOrder order = AnOrder.of(3, tea);

        choreographed.deliver(ORDERS, order.message(order.created()));

        assertThat(choreographed.available(tea)).isEqualTo(2);
        assertThat(choreographed.told(order.id))
                .containsExactly(new StockReserved(order.id, "MR-1", "customer-1", order.total(), "card-ok"));
    }

    @Test
    void where_nobody_does_a_failed_payment_releases() {
        String tea = choreographed.product(5);
        AnOrder order = AnOrder.of(3, tea);
        choreographed.deliver(ORDERS, order.message(order.created()));

        choreographed.deliver(PAYMENTS, order.message(order.paymentFailed()));
        choreographed.deliver(ORDERS, order.message(order.cancelled()));

        assertThat(choreographed.available(tea)).isEqualTo(5);
        assertThat(choreographed.told(order.id)).hasSize(2).last().isEqualTo(new StockReleased(order.id));
    }

    @Test
    void CO_1_shuffled_and_repeated_messages_leave_nothing_of_a_cancelled_order() {
        String tea = inventory.product(50);
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            AnOrder order = AnOrder.of(3, tea);
            List<IncomingMessage> once = List.of(
                    order.message(order.reserve()),
                    order.message(order.reserve()),
                    order.message(order.release()),
                    order.message(order.release()));
            List<IncomingMessage> messages = new ArrayList<>(once);
            messages.addAll(once);
            Collections.shuffle(messages, random);

            inventory.deliver(COMMANDS, messages.toArray(IncomingMessage[]::new));

            assertThat(inventory.state(order.id)).isEqualTo("RELEASED");
            assertThat(inventory.told(order.id)).hasSize(4);
        }
        assertThat(inventory.available(tea)).isEqualTo(50);
    }

    private static Map<String, List<String>> topics(InventoryService service) {
        return service.consumers().stream().collect(Collectors.toMap(EventConsumer::name, EventConsumer::topics));
    }
}
