package io.millrace.marketplace.app;

import static io.millrace.marketplace.app.Shop.text;

import io.millrace.marketplace.app.PlannedOrder.Fate;
import io.millrace.marketplace.app.Shop.Answer;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Customers who place planned orders, a few at once, and call some of them off. Each asks until the shop has answered,
 * whatever becomes of connections. They pause while too many orders are undecided.
 */
final class OrderRush implements AutoCloseable {

    private static final int CUSTOMERS = 8;
    private static final int MOST_UNDECIDED = 60;
    private static final int DONE = 200;
    private static final int CREATED = 201;
    private static final int UNDECIDED = 202;
    private static final int REFUSED = 409;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final List<PlannedOrder> planned;
    private final Supplier<Shop> shop;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger decided = new AtomicInteger();
    private final Map<PlannedOrder, String> ids = new ConcurrentHashMap<>();
    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> work;

    /** @param shop fails while there is none */
    OrderRush(List<PlannedOrder> planned, Supplier<Shop> shop) {
        this.planned = planned;
        this.shop = shop;
        this.work = Stream.<Future<?>>generate(() -> customers.submit(this::placeSome))
                .limit(CUSTOMERS)
                .toList();
    }

    private void placeSome() {
        for (int number = next.getAndIncrement(); number < planned.size(); number = next.getAndIncrement()) {
            int last = number;
            Eventually.holds("few are undecided", PATIENCE, () -> last < decided.get() + MOST_UNDECIDED);
            PlannedOrder order = planned.get(last);
            Eventually.passes("the shop has the order", PATIENCE, () -> place(order));
            if (order.fate() == Fate.CALLED_OFF) {
                pause(order.patience());
                Eventually.passes("the order is called off", PATIENCE, () -> callOff(order));
            }
        }
    }

    private void place(PlannedOrder order) {
        Answer answer = shop.get().post("api/orders", order.json(), order.key());
        if (answer.status() != CREATED) {
            throw new AssertionError("the order was not accepted: " + answer);
        }
        ids.put(order, text(answer.body(), "orderId"));
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void callOff(PlannedOrder order) {
        Answer answer = shop.get().post("api/orders/" + ids.get(order) + "/cancel", "{\"reason\": \"too late\"}");
        boolean before =
                answer.status() == REFUSED && text(answer.body(), "orderStatus").equals("CANCELLED");
        if (answer.status() != DONE && answer.status() != UNDECIDED && !before) {
            throw new AssertionError("the order was not called off: " + answer);
        }
    }

    /** Tells the customers how many orders are decided. */
    void decided(int orders) {
        decided.set(orders);
    }

    int count() {
        return ids.size();
    }

    boolean isOver() {
        return work.stream().allMatch(Future::isDone);
    }

    /** The orders by their ids in the shop, when all are placed. */
    Map<String, PlannedOrder> await() throws ExecutionException, InterruptedException {
        for (Future<?> each : work) {
            each.get();
        }
        return ids.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    @Override
    public void close() {
        customers.shutdownNow();
    }
}
