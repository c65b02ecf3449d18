package io.millrace.marketplace.ordering.checkout;

import io.millrace.aggregate.CommandHandler;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.marketplace.ordering.order.OrderStatus;
import io.millrace.saga.Saga;
import io.millrace.saga.Sagas;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Starts the sagas of open orders that have none, since they were placed while nobody conducted the checkout. What the
 * other services have done for them by then, they answer again.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ConditionalOnProperty(name = "marketplace.checkout", havingValue = "orchestrated", matchIfMissing = true)
class UnattendedOrders implements SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(UnattendedOrders.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders;
    private final Transactions transactions;
    private final Sagas sagas;
    private final Saga<Checkout> placeOrder;

    UnattendedOrders(
            JdbcClient jdbc,
            CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders,
            Transactions transactions,
            Sagas sagas,
            Saga<Checkout> placeOrder) {
        this.jdbc = jdbc;
        this.orders = orders;
        this.transactions = transactions;
        this.sagas = sagas;
        this.placeOrder = placeOrder;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(this::attend, PAUSE);
    }

    private void attend() {
        find().forEach(this::attend);
    }

    private void attend(String id) {
        try {
            transactions.run(() -> startSaga(id));
        } catch (RuntimeException e) {
            log.warn("order {} gets no saga yet: {}", id, e.toString());
        }
    }

    /** Any of them, so that those which can't be attended keep no other waiting. */
    private List<String> find() {
        return jdbc.sql("""
                        SELECT order_id::text
                        FROM ordering.ledger
                        WHERE status = 'CREATED'
                          AND NOT EXISTS (
                              SELECT FROM ordering.sagas WHERE name = ? AND key = order_id::text)
                        ORDER BY random()
                        LIMIT ?
                        """)
                .params(PlaceOrderSaga.NAME, AT_ONCE)
                .query(String.class)
                .list();
    }

    private void startSaga(String id) {
        orders.load(id)
                .state()
                .filter(order -> order.status() == OrderStatus.CREATED)
                .ifPresent(order -> {
                    sagas.start(placeOrder, id, Checkout.of(order.placed()));
                    log.info("the checkout of order {} goes on with a saga", id);
                });
    }
}
