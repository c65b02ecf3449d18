package io.millrace.marketplace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.inventory.InventoryService.Answer;
import io.millrace.marketplace.inventory.reservation.Reservations;
import io.millrace.marketplace.inventory.stock.Stock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConcurrentReservationsTest {

    private static final int THREADS = 20;

    private InventoryService inventory;
    private Reservations reservations;

    @BeforeEach
    void start() {
        inventory = new InventoryService("--millrace.relay.enabled=false", "--millrace.consumers.enabled=false");
        reservations = inventory.bean(Reservations.class);
    }

    @AfterEach
    void stop() {
        inventory.close();
    }

    @Test
    void of_20_who_want_the_last_10_pieces_10_get_one() throws ExecutionException, InterruptedException {
        String tea = inventory.product(10);
        List<AnOrder> orders = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            orders.add(AnOrder.of(1, tea));
        }

        atOnce(orders.stream()
                .<Runnable>map(order -> () -> reservations.reserve(order.request()))
                .toList());

        assertThat(inventory.available(tea)).isZero();
        assertThat(orders).map(order -> inventory.state(order.id)).containsOnly("RESERVED", "REFUSED");
        assertThat(orders)
                .filteredOn(order -> inventory.state(order.id).equals("RESERVED"))
                .hasSize(10);
    }

    @Test
    void orders_for_the_same_products_in_any_order_do_not_wait_in_a_circle()
            throws ExecutionException, InterruptedException {
        List<String> products = List.of(inventory.product(1_000), inventory.product(1_000), inventory.product(1_000));
        List<AnOrder> orders = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            AnOrder order = new AnOrder();
            for (int n = 0; n < products.size(); n++) {
                order.and(1, products.get((i % 2 == 0 ? i + n : i + 2 * products.size() - n) % products.size()));
            }
            orders.add(order);
        }

        atOnce(orders.stream()
                .<Runnable>map(order -> () -> {
                    reservations.reserve(order.request());
                    reservations.cancel(order.id);
                })
                .toList());

        assertThat(products).map(inventory::available).containsOnly(1_000L);
    }

    @Test
    void a_request_and_its_release_at_the_same_moment_leave_nothing_set_aside()
            throws ExecutionException, InterruptedException {
        String tea = inventory.product(1_000);
        List<Runnable> work = new ArrayList<>();
        List<AnOrder> orders = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            AnOrder order = AnOrder.of(1, tea);
            orders.add(order);
            work.add(() -> reservations.reserve(order.request()));
            work.add(() -> reservations.release(order.id));
        }

        atOnce(work);

        assertThat(inventory.available(tea)).isEqualTo(1_000);
        assertThat(orders).map(order -> inventory.state(order.id)).containsOnly("RELEASED");
    }

    @Test
    void totals_balance_at_every_moment_whatever_happens() throws ExecutionException, InterruptedException {
        List<String> products = List.of(inventory.product(20), inventory.product(20), inventory.product(20));
        List<AnOrder> orders = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            AnOrder order = AnOrder.of(1 + i % 4, products.get(i % 3));
            orders.add(i % 2 == 0 ? order : order.and(1 + i % 3, products.get((i + 1) % 3)));
        }
        Random random = new Random(17);
        List<Runnable> work = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            work.add(something(
                    random.nextInt(10),
                    orders.get(random.nextInt(orders.size())),
                    products.get(random.nextInt(products.size()))));
        }

        atOnce(work);

        assertBalanced(inventory.get("/totals"));
        assertThat(products).map(inventory::available).allSatisfy(left -> assertThat(left)
                .isNotNegative());
        orders.forEach(order -> reservations.cancel(order.id));
        Answer atLast = inventory.get("/totals");
        assertBalanced(atLast);
        assertThat(atLast.number("reserved") + atLast.number("sold")).isZero();
        assertThat(atLast.number("inStock")).isEqualTo(atLast.number("initial") + atLast.number("replenished"));
    }

    private Runnable something(int what, AnOrder order, String sku) {
        return switch (what) {
            case 0, 1, 2, 3 -> () -> reservations.reserve(order.request());
            case 4 -> () -> reservations.release(order.id);
            case 5, 6 -> () -> reservations.sell(order.id);
            case 7 -> () -> reservations.cancel(order.id);
            case 8 -> () -> inventory.bean(Stock.class).replenish(sku, 2);
            default -> () -> assertBalanced(inventory.get("/totals"));
        };
    }

    private static void assertBalanced(Answer totals) {
        assertThat(totals.status()).isEqualTo(200);
        assertThat(totals.json().path("unbalanced").valueStream()).isEmpty();
        assertThat(totals.json().properties())
                .filteredOn(count -> !count.getKey().equals("unbalanced"))
                .hasSize(6)
                .allSatisfy(count -> assertThat(count.getValue().asLong(-1))
                        .as(count.getKey())
                        .isNotNegative());
        assertThat(totals.number("inStock") + totals.number("reserved") + totals.number("sold"))
                .as(totals.response().body())
                .isEqualTo(totals.number("initial") + totals.number("replenished"));
    }

    /** Runs all of it in 20 threads that begin together; fails with the first that fails. */
    private static void atOnce(List<Runnable> work) throws ExecutionException, InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> results = new ArrayList<>();
            for (Runnable each : work) {
                results.add(threads.submit(() -> {
                    begin.await();
                    each.run();
                    return null;
                }));
            }
            begin.countDown();
            for (Future<?> result : results) {
                result.get();
            }
        }
    }
}
