package io.millrace.marketplace.payment.payments;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.payment.PaymentApplication;
import io.millrace.marketplace.payment.simulator.CardProcessorSimulator;
import io.millrace.marketplace.payment.simulator.SimulatorSettings;
import io.millrace.marketplace.payment.simulator.Totals;
import io.millrace.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The service as it runs, on a database of its own, with a processor that keeps its books there too. The test hands it
 * what a broker would, and decides when its sagas move.
 */
final class PaymentService implements AutoCloseable {

    private static final EventTypes TYPES = MarketplaceEvent.types();
    private static final JsonEventCodec CODEC = new JsonEventCodec(TYPES);
    private static final AtomicLong OFFSETS = new AtomicLong();
    private static final SimulatorSettings IMPATIENT =
            new SimulatorSettings(0, 0, 0, 1, Duration.ofSeconds(5), Duration.ofSeconds(5));

    final SimulatedSagas sagas = new SimulatedSagas();
    private final EmbeddedPostgres.Database database = EmbeddedPostgres.shared().newDatabase();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private CardProcessorSimulator processor = CardProcessorSimulator.onDatabase(0, IMPATIENT, database.dataSource());
    private final int processorPort = processor.url().getPort();

    /** What moves its sagas. */
    enum Mover {
        TEST,
        SERVICE
    }

    PaymentService(String... more) {
        this(Mover.TEST, more);
    }

    PaymentService(Mover mover, String... more) {
        List<String> usual = List.of(
                "--server.port=0",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--marketplace.card-processor.simulated=false",
                "--marketplace.card-processor.url=" + processor.url(),
                "--marketplace.card-processor.answer-within=500ms",
                "--millrace.relay.enabled=false",
                "--millrace.kafka.bootstrap-servers=127.0.0.1:1");
        context = PaymentApplication.application()
                .initializers(starting -> {
                    if (mover == Mover.TEST) {
                        starting.getBeanFactory().registerSingleton("simulatedSagas", sagas);
                    }
                })
                .run(with(more, usual));
        sagas.runIn(context);
    }

    /** What the test sets comes in the place of what is usual. */
    private static String[] with(String[] more, List<String> usual) {
        Map<String, String> arguments = new LinkedHashMap<>();
        usual.forEach(argument -> arguments.put(argument.split("=", 2)[0], argument));
        Arrays.asList(more).forEach(argument -> arguments.put(argument.split("=", 2)[0], argument));
        return arguments.values().toArray(String[]::new);
    }

    /** Hands it the events, each as a message of its own, in one batch. */
    void deliver(MarketplaceEvent... events) {
        deliverAt(0, List.of(events));
    }

    /** As the other one; several threads may do so, each at a partition of its own. */
    void deliverAt(int partition, List<? extends MarketplaceEvent> events) {
        List<IncomingMessage> messages =
                events.stream().map(PaymentService::message).toList();
        for (EventConsumer consumer :
                context.getBeansOfType(EventConsumer.class).values()) {
            deliver(consumer, partition, messages);
        }
    }

    private void deliver(EventConsumer consumer, int at, List<IncomingMessage> messages) {
        ConsumerEnvironment environment = context.getBean(ConsumerEnvironment.class);
        PartitionProcessor partition = new PartitionProcessor(
                consumer,
                environment,
                new ConsumerStats(),
                environment.fences().take(consumer.name(), consumer.topics().getFirst(), at));

        assertThat(partition.process(messages).done()).isEqualTo(messages.size());
        assertThat(environment.deadLetters().count("consumer:" + consumer.name()))
                .isZero();
    }

    private static IncomingMessage message(MarketplaceEvent event) {
        EventMetadata metadata = new EventMetadata(
                EventIds.next(), TYPES.definitionOf(event.getClass()).name(), 1, Instant.now(), null, null, null, null);
        return new IncomingMessage(
                new IncomingMessage.Origin("marketplace.any", 0, OFFSETS.incrementAndGet()),
                "an order",
                CloudEvents.attributes(metadata, URI.create("/elsewhere"), "an order", 1),
                CODEC.encode(event));
    }

    /** What it told of the order, in that order. */
    List<Object> published(UUID orderId) {
        return jdbc().sql("""
                        SELECT event_type, payload
                        FROM payment.outbox
                        WHERE aggregate_type = 'Payment'
                          AND aggregate_id = ?
                        ORDER BY position
                        """)
                .param(orderId.toString())
                .query((row, number) -> CODEC.decode(row.getString(1), 1, row.getString(2)))
                .list();
    }

    Payment payment(UUID orderId) {
        return context.getBean(Payments.class).find(orderId).orElseThrow();
    }

    EmbeddedPostgres.Database database() {
        return database;
    }

    List<PaymentTotals.OfCurrency> totals() {
        return context.getBean(PaymentTotals.class).all();
    }

    List<Totals> processorTotals() {
        return processor.totals();
    }

    void behave(SimulatorSettings settings) {
        processor.behave(settings);
    }

    static SimulatorSettings calm() {
        return IMPATIENT;
    }

    void stopProcessor() {
        processor.close();
    }

    void startProcessor() {
        processor = CardProcessorSimulator.onDatabase(processorPort, IMPATIENT, database.dataSource());
    }

    List<String> topics() {
        return context.getBeansOfType(EventConsumer.class).values().stream()
                .flatMap(consumer -> consumer.topics().stream())
                .sorted()
                .toList();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    @Override
    public void close() {
        context.close();
        processor.close();
    }
}
