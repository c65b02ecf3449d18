package io.millrace.marketplace.app;

import io.millrace.marketplace.gateway.GatewayApplication;
import io.millrace.marketplace.inventory.InventoryApplication;
import io.millrace.marketplace.inventory.stock.Stock;
import io.millrace.marketplace.notification.NotificationApplication;
import io.millrace.marketplace.ordering.OrderingApplication;
import io.millrace.marketplace.ordering.catalogue.Catalogue;
import io.millrace.marketplace.orderquery.OrderQueryApplication;
import io.millrace.marketplace.payment.PaymentApplication;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/** The services of the marketplace in this process, each with a Spring context and a port of its own. */
final class Services {

    /** The setting that has services read each other's logs. */
    static final String WITHOUT_BROKER = "--millrace.broker=none";

    static final String ORDERING = "ordering";
    static final String INVENTORY = "inventory";
    static final String PAYMENT = "payment";
    static final String ORDER_QUERY = "order_query";
    static final String NOTIFICATION = "notification";

    /** Those with a schema. */
    static final List<String> WITH_SCHEMA = List.of(ORDERING, INVENTORY, PAYMENT, ORDER_QUERY, NOTIFICATION);

    static {
        // One configuration serves all contexts of a process: their own, side by side, break logback's for good.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    private final int orderingPort = Ports.anyFree();
    private final int inventoryPort = Ports.anyFree();
    private final int paymentPort = Ports.anyFree();
    private final int orderQueryPort = Ports.anyFree();
    private final int notificationPort = Ports.anyFree();
    private final List<CompletableFuture<ConfigurableApplicationContext>> contexts = new ArrayList<>();

    /** Starts the gateway in the background; it answers for the services until they are there. */
    CompletableFuture<URI> startGateway(int port) {
        return start(() -> GatewayApplication.start(arguments(
                        port,
                        List.of(),
                        "--marketplace.services.ordering=" + url(orderingPort),
                        "--marketplace.services.inventory=" + url(inventoryPort),
                        "--marketplace.services.payment=" + url(paymentPort),
                        "--marketplace.services.order-query=" + url(orderQueryPort),
                        "--marketplace.services.notification=" + url(notificationPort))))
                .thenApply(context -> URI.create(
                        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/"));
    }

    /**
     * Starts the services behind the gateway in the background.
     *
     * @param settings say what carries the events, and who sees to the checkout
     */
    CompletableFuture<Prices> start(Database database, List<String> settings, PostOffice postOffice) {
        List<String> common = new ArrayList<>(settings);
        common.add("--spring.datasource.url=" + database.jdbcUrlForRoles());
        LogExchange logs = new LogExchange();
        CompletableFuture<ConfigurableApplicationContext> ordering = start(() -> startOrdering(logs, common));
        CompletableFuture<ConfigurableApplicationContext> inventory = start(() -> startInventory(logs, common));
        return allOrFirstFailure(
                        ordering,
                        inventory,
                        start(() -> startPayment(logs, common)),
                        start(() -> startNotification(logs, postOffice, common)),
                        start(() -> startOrderQuery(logs, common)))
                .thenApply(started -> new Prices(
                        inventory.join().getBean(Stock.class), ordering.join().getBean(Catalogue.class)));
    }

    private ConfigurableApplicationContext startOrdering(LogExchange logs, List<String> common) {
        return OrderingApplication.application()
                .initializers(logs.of("ordering", "inventory.outbox", "payment.outbox"))
                .run(arguments(orderingPort, common, user(ORDERING)));
    }

    private ConfigurableApplicationContext startInventory(LogExchange logs, List<String> common) {
        return InventoryApplication.application()
                .initializers(logs.of("inventory", "ordering.outbox", "ordering.events", "payment.outbox"))
                .run(arguments(
                        inventoryPort,
                        common,
                        user(INVENTORY),
                        "--marketplace.replenisher.enabled=true",
                        "--marketplace.replenisher.below=100",
                        "--marketplace.replenisher.every=5s"));
    }

    private ConfigurableApplicationContext startPayment(LogExchange logs, List<String> common) {
        return PaymentApplication.application()
                .initializers(logs.of("payment", "ordering.outbox", "ordering.events", "inventory.outbox"))
                .run(arguments(paymentPort, common, user(PAYMENT), "--marketplace.card-processor.port=0"));
    }

    private ConfigurableApplicationContext startOrderQuery(LogExchange logs, List<String> common) {
        return OrderQueryApplication.application()
                .initializers(logs.of("order-query", "ordering.outbox", "ordering.events", "notification.outbox"))
                .run(arguments(orderQueryPort, common, user(ORDER_QUERY)));
    }

    private ConfigurableApplicationContext startNotification(
            LogExchange logs, PostOffice postOffice, List<String> common) {
        return NotificationApplication.application()
                .initializers(
                        logs.of("notification", "ordering.outbox", "ordering.events", "payment.outbox"),
                        context -> postOffice.mailbox().ifPresent(mailbox -> context.getBeanFactory()
                                .registerSingleton("mailbox", mailbox)))
                .run(arguments(
                        notificationPort,
                        common,
                        user(NOTIFICATION),
                        "--spring.mail.host=" + postOffice.server().host(),
                        "--spring.mail.port=" + postOffice.server().port()));
    }

    private static CompletableFuture<?> allOrFirstFailure(CompletableFuture<?>... starts) {
        CompletableFuture<?> failure = new CompletableFuture<>();
        for (CompletableFuture<?> start : starts) {
            start.whenComplete((context, e) -> {
                if (e != null) {
                    failure.completeExceptionally(e);
                }
            });
        }
        return CompletableFuture.anyOf(failure, CompletableFuture.allOf(starts));
    }

    private CompletableFuture<ConfigurableApplicationContext> start(Supplier<ConfigurableApplicationContext> service) {
        CompletableFuture<ConfigurableApplicationContext> context = new CompletableFuture<>();
        contexts.add(context);
        Thread.ofPlatform().daemon().name("start-" + contexts.size()).start(() -> {
            try {
                context.complete(service.get());
            } catch (RuntimeException | LinkageError e) {
                context.completeExceptionally(e);
            }
        });
        return context;
    }

    private static String[] arguments(int port, List<String> common, String... own) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.main.register-shutdown-hook=false",
                "--spring.main.banner-mode=off",
                "--spring.lifecycle.timeout-per-shutdown-phase=3400ms"));
        arguments.addAll(common);
        arguments.addAll(List.of(own));
        return arguments.toArray(String[]::new);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static String user(String role) {
        return "--spring.datasource.username=" + role;
    }

    /** What ends those that run, each by itself. */
    List<Runnable> ends() {
        return contexts.stream()
                .filter(CompletableFuture::isDone)
                .filter(context -> !context.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .<Runnable>map(context -> context::close)
                .toList();
    }
}
