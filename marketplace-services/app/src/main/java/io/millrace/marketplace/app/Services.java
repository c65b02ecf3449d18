package io.millrace.marketplace.app;

import io.millrace.consumer.LogSource;
import io.millrace.marketplace.gateway.GatewayApplication;
import io.millrace.marketplace.notification.NotificationApplication;
import io.millrace.marketplace.ordering.OrderingApplication;
import io.millrace.marketplace.orderquery.OrderQueryApplication;
import io.millrace.spring.LogSources;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The services of the marketplace in this process, each with a Spring context and a port of its own. */
final class Services {

    /** The setting that has services read each other's logs. */
    static final String WITHOUT_BROKER = "--millrace.broker=none";

    static final String ORDERING = "ordering";
    static final String ORDER_QUERY = "order_query";
    static final String NOTIFICATION = "notification";

    /** Those with a schema. */
    static final List<String> WITH_SCHEMA = List.of(ORDERING, ORDER_QUERY, NOTIFICATION);

    private final int orderingPort = Ports.anyFree();
    private final int orderQueryPort = Ports.anyFree();
    private final int notificationPort = Ports.anyFree();
    private final List<CompletableFuture<ConfigurableApplicationContext>> contexts = new ArrayList<>();

    /** Starts the gateway in the background; it answers for the services until they are there. */
    CompletableFuture<URI> startGateway(int port) {
        return start(() -> GatewayApplication.start(arguments(
                        port,
                        List.of(),
                        "--marketplace.services.ordering=" + url(orderingPort),
                        "--marketplace.services.order-query=" + url(orderQueryPort),
                        "--marketplace.services.notification=" + url(notificationPort))))
                .thenApply(context -> URI.create(
                        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/"));
    }

    /**
     * Starts the services behind the gateway in the background. Without a broker a service starts once those are there
     * whose logs it reads.
     *
     * @param broker the settings that say what carries the events
     */
    CompletableFuture<?> start(Database database, List<String> broker, PostOffice postOffice) {
        List<String> common = new ArrayList<>(broker);
        common.add("--spring.datasource.url=" + database.jdbcUrlForRoles());
        boolean readLogs = broker.contains(WITHOUT_BROKER);
        CompletableFuture<ConfigurableApplicationContext> ordering =
                start(() -> OrderingApplication.start(arguments(orderingPort, common, user(ORDERING))));
        CompletableFuture<ConfigurableApplicationContext> notification =
                start(() -> startNotification(postOffice, readLogs ? written(List.of(ordering)) : List.of(), common));
        CompletableFuture<ConfigurableApplicationContext> orderQuery =
                start(() -> startOrderQuery(readLogs ? written(List.of(ordering, notification)) : List.of(), common));
        return allOrFirstFailure(ordering, orderQuery, notification);
    }

    private ConfigurableApplicationContext startNotification(
            PostOffice postOffice, List<LogSource> read, List<String> common) {
        List<Object> beans = new ArrayList<>(read);
        postOffice.mailbox().ifPresent(beans::add);
        return NotificationApplication.application()
                .initializers(with(beans))
                .run(arguments(
                        notificationPort,
                        common,
                        user(NOTIFICATION),
                        "--spring.mail.host=" + postOffice.server().host(),
                        "--spring.mail.port=" + postOffice.server().port()));
    }

    private ConfigurableApplicationContext startOrderQuery(List<LogSource> read, List<String> common) {
        return OrderQueryApplication.application()
                .initializers(with(read))
                .run(arguments(orderQueryPort, common, user(ORDER_QUERY)));
    }

    /** What these services write for others; waits until they are there. */
    private static List<LogSource> written(List<CompletableFuture<ConfigurableApplicationContext>> services) {
        return services.stream()
                .flatMap(service -> service.join().getBean(LogSources.class).all().stream())
                .toList();
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> with(List<?> beans) {
        return context ->
                beans.forEach(bean -> context.getBeanFactory().registerSingleton("given-" + beans.indexOf(bean), bean));
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
