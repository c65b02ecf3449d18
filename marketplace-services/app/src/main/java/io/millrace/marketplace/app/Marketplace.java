package io.millrace.marketplace.app;

import io.millrace.marketplace.app.shoppers.Shoppers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole marketplace: PostgreSQL and Kafka, if that carries the events, in processes of their own, a mail server,
 * all services and the shop in this one. The shop takes orders while Kafka is away, at the prices that reached it
 * before. Closing it, from any thread and also while it starts, leaves no process behind.
 */
public final class Marketplace implements AutoCloseable {

    private static final Duration SERVICES_END_WITHIN = Duration.ofMillis(3_500);
    private static final Duration SERVERS_END_WITHIN = Duration.ofMillis(4_500);

    private final DataDirectory directory;
    private final Settings settings;
    private final Consumer<String> notices;
    private final Connections connections;
    private final Services services = new Services();
    private final List<Server> servers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    private volatile @Nullable KafkaProcess kafka;
    private volatile @Nullable Database database;
    private volatile @Nullable PostOffice postOffice;
    private volatile @Nullable URI url;
    private volatile @Nullable Shoppers shoppers;

    Marketplace(DataDirectory directory, Settings settings, Consumer<String> notices) {
        this.directory = directory;
        this.settings = settings;
        this.notices = notices;
        this.connections = new Connections(directory.path());
    }

    /**
     * Starts with the data in a folder, and returns when the first order can be placed. If the prices take longer to
     * reach ordering than the settings say, it returns before, and orders are answered with 503 until they do.
     */
    public static Marketplace start(Path directory, Settings settings) {
        Marketplace marketplace = new Marketplace(DataDirectory.take(directory), settings, notice -> {});
        try {
            marketplace.start();
            return marketplace;
        } catch (RuntimeException e) {
            marketplace.close();
            throw e;
        }
    }

    void start() {
        CompletableFuture<URI> shop = services.startGateway(settings.ports().gateway());
        startServers();
        notices.accept("Starting the services ...");
        Prices prices =
                services.start(database(), serviceSettings(), postOffice()).join();
        url = shop.join();
        describeConnections();
        await(prices);
        letShoppersIn();
    }

    private void await(Prices prices) {
        if (prices.haveArrived()) {
            return;
        }
        notices.accept("Waiting for the prices to reach ordering ...");
        if (!prices.arriveWithin(settings.pricesWithin(), closing::get)) {
            notices.accept(
                    "No prices have reached ordering within %d s: it refuses orders with status 503 until they do"
                            .formatted(settings.pricesWithin().toSeconds()));
        }
    }

    private synchronized void letShoppersIn() {
        if (!closing.get()) {
            shoppers = Shoppers.of(url(), settings.shoppers());
        }
    }

    private synchronized void startServers() {
        if (closing.get()) {
            throw new CancellationException("the marketplace is stopping");
        }
        boolean onKafka = settings.broker() instanceof Broker.Kafka;
        notices.accept(onKafka ? "Starting PostgreSQL, and Kafka beside it ..." : "Starting PostgreSQL ...");
        if (onKafka) {
            kafka = running(KafkaProcess.start(
                    directory.kafka(), settings.ports().kafka(), settings.restartKafkaAfter(), this::notice));
        }
        postOffice = running(PostOffice.open(settings.mailServer()));
        database = running(Database.start(directory, settings.ports().postgres(), Services.WITH_SCHEMA));
    }

    private List<String> serviceSettings() {
        List<String> all = new ArrayList<>(brokerSettings());
        all.add(settings.checkout().setting());
        all.add("--marketplace.card-processor.answer-within=" + settings.cardsAnswerWithin());
        return all;
    }

    private List<String> brokerSettings() {
        return switch (settings.broker()) {
            case Broker.Kafka used ->
                List.of("--millrace.broker=kafka", "--millrace.kafka.bootstrap-servers=" + kafka().bootstrapServers());
            case Broker.RabbitMq rabbit ->
                List.of("--millrace.broker=rabbitmq", "--millrace.rabbitmq.uri=" + rabbit.url());
            case Broker.None none -> List.of(Services.WITHOUT_BROKER);
        };
    }

    private <S extends Server> S running(S server) {
        servers.add(server);
        return server;
    }

    private void notice(String notice) {
        if (!closing.get()) {
            if (url != null) {
                describeConnections();
            }
            notices.accept(notice);
        }
    }

    private void describeConnections() {
        Map<String, String> content = new HashMap<>();
        content.put("gateway.url", url().toString());
        content.put("postgres.jdbc-url", database().jdbcUrl());
        content.put("smtp.host", postOffice().server().host());
        content.put("smtp.port", Integer.toString(postOffice().server().port()));
        content.put("launcher.pid", Long.toString(ProcessHandle.current().pid()));
        content.put("postgres.pid", Long.toString(database().pid()));
        KafkaProcess started = kafka;
        if (started != null) {
            content.put("kafka.bootstrap-servers", started.bootstrapServers());
            started.pid().ifPresent(pid -> content.put("kafka.pid", Long.toString(pid)));
        }
        connections.write(content);
    }

    /** The shop's address. */
    public URI url() {
        return started(url);
    }

    /** What carries the events. */
    public Broker broker() {
        return settings.broker();
    }

    /** Kafka, where that carries the events. */
    public KafkaProcess kafka() {
        return started(kafka);
    }

    public Database database() {
        return started(database);
    }

    PostOffice postOffice() {
        return started(postOffice);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the marketplace was not started");
        }
        return part;
    }

    /** Ends all of it, in order while that is quick, within 10 s in any case. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        sendShoppersAway();
        Ending.of(services.ends()).within(SERVICES_END_WITHIN);
        endServers();
        connections.delete();
        directory.close();
    }

    private synchronized void sendShoppersAway() {
        Shoppers there = shoppers;
        if (there != null) {
            there.close();
        }
    }

    private synchronized void endServers() {
        List<Runnable> ends =
                servers.stream().<Runnable>map(server -> server::close).toList();
        if (!Ending.of(ends).within(SERVERS_END_WITHIN)) {
            servers.forEach(Server::kill);
        }
    }
}
