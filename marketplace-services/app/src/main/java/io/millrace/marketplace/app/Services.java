package io.millrace.marketplace.app;

import io.millrace.marketplace.gateway.GatewayApplication;
import io.millrace.marketplace.notification.NotificationApplication;
import io.millrace.marketplace.ordering.OrderingApplication;
import io.millrace.marketplace.orderquery.OrderQueryApplication;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;

/** The services of the marketplace in this process, each with a Spring context and a port of its own. */
final class Services {

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
                        "--marketplace.services.ordering=" + url(orderingPort),
                        "--marketplace.services.order-query=" + url(orderQueryPort),
                        "--marketplace.services.notification=" + url(notificationPort))))
                .thenApply(context -> URI.create(
                        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/"));
    }

    /** Starts the services behind the gateway in the background. */
    CompletableFuture<?> start(Database database, Broker broker, PostOffice postOffice) {
        String kafka = "--millrace.kafka.bootstrap-servers=" + broker.bootstrapServers();
        CompletableFuture<?> ordering =
                start(() -> OrderingApplication.start(arguments(orderingPort, kafka, url(database), user(ORDERING))));
        CompletableFuture<?> orderQuery = start(
                () -> OrderQueryApplication.start(arguments(orderQueryPort, kafka, url(database), user(ORDER_QUERY))));
        CompletableFuture<?> notification = start(() -> notification(
                postOffice,
                arguments(
                        notificationPort,
                        kafka,
                        url(database),
                        user(NOTIFICATION),
                        "--spring.mail.host=" + postOffice.server().host(),
                        "--spring.mail.port=" + postOffice.server().port())));
        return allOrFirstFailure(ordering, orderQuery, notification);
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

    private static ConfigurableApplicationContext notification(PostOffice postOffice, String... arguments) {
        return postOffice
                .mailbox()
                .map(mailbox -> NotificationApplication.start(mailbox, arguments))
                .orElseGet(() -> NotificationApplication.start(arguments));
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

    private static String[] arguments(int port, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.main.register-shutdown-hook=false",
                "--spring.main.banner-mode=off",
                "--spring.lifecycle.timeout-per-shutdown-phase=3400ms"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static String url(Database database) {
        return "--spring.datasource.url=" + database.jdbcUrlForRoles();
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
