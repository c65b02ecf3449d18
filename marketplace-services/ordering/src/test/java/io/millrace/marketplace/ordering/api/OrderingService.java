package io.millrace.marketplace.ordering.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.JsonEventCodec;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.ProductPriced;
import io.millrace.marketplace.ordering.OrderingApplication;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.work.Transactions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as it runs, on a database of its own, without a broker; nobody answers its messages unless it is told. */
final class OrderingService implements AutoCloseable {

    /** An answer: its status, its headers and its JSON. */
    record Answer(int status, HttpResponse<String> response, JsonNode json) {

        String text(String field) {
            return json.path(field).asString();
        }
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final EmbeddedPostgres.Database database = EmbeddedPostgres.shared().newDatabase();
    private final HttpClient http = HttpClient.newHttpClient();
    private Participants participants;
    private List<String> settings;
    private final AtomicLong offsets = new AtomicLong();
    private ConfigurableApplicationContext context;

    OrderingService() {
        this(Participants.NONE, "--millrace.relay.enabled=false", "--millrace.consumers.enabled=false");
    }

    /** @param settings beside those that say where it is */
    OrderingService(Participants participants, String... settings) {
        this(participants, List.of(settings));
        sell("TEA-BOSEONG-100", 14_000);
        sell("KNIFE-SANTOKU-17", 89_000);
        sell("APRON-LINEN", 27_000);
    }

    private OrderingService(Participants participants, List<String> settings) {
        this.participants = participants;
        this.settings = settings;
        this.context = start();
    }

    /** A service that nobody has told of any product. */
    static OrderingService withoutProducts() {
        return new OrderingService(Participants.NONE, List.of());
    }

    private void sell(String sku, long won) {
        context.getBean(JdbcClient.class).sql("""
                        INSERT INTO ordering.products (sku, name_ko, name_en, amount, currency, version)
                        VALUES (?, '물건', 'Thing', ?, 'KRW', 1)
                        """).params(sku, won).update();
    }

    /** Has it handle what was told of products, in this order, as a topic would deliver it. */
    void hear(ProductPriced... told) {
        ConsumerEnvironment environment = context.getBean(ConsumerEnvironment.class);
        EventConsumer consumer = context.getBean("products", EventConsumer.class);
        String topic = consumer.topics().getFirst();
        PartitionProcessor partition = new PartitionProcessor(
                consumer, environment, new ConsumerStats(), environment.fences().take(consumer.name(), topic, 0));
        List<IncomingMessage> messages =
                Stream.of(told).map(event -> message(topic, event)).toList();

        assertThat(partition.process(messages).done()).isEqualTo(told.length);
        assertThat(environment.deadLetters().count("consumer:" + consumer.name()))
                .isZero();
    }

    /** Has it hear an event of another service's about an order. */
    void tell(String aggregateType, UUID order, MarketplaceEvent event) {
        context.getBean(Transactions.class).run(() -> Participants.tell(context, aggregateType, order, event));
    }

    private IncomingMessage message(String topic, ProductPriced event) {
        EventMetadata metadata =
                new EventMetadata(EventIds.next(), "ProductPriced", 1, Instant.now(), null, null, null, null);
        return new IncomingMessage(
                new IncomingMessage.Origin(topic, 0, offsets.incrementAndGet()),
                event.sku(),
                CloudEvents.attributes(metadata, URI.create("/inventory"), event.sku(), 1),
                new JsonEventCodec(MarketplaceEvent.types()).encode(event));
    }

    /** As {@link #restart()}, among others and with other settings. */
    void restart(Participants others, String... changed) {
        participants = others;
        settings = List.of(changed);
        restart();
    }

    /** Ends the service and starts it again on its data. */
    void restart() {
        context.close();
        context = start();
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return post(path, body, Map.of());
    }

    Answer post(String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        request.header("Content-Type", "application/json");
        headers.forEach(request::header);
        return send(request);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    HttpRequest.Builder request(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** How many events the store has. */
    long storedEvents() {
        return context.getBean(JdbcClient.class)
                .sql("SELECT count(*) FROM ordering.events")
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        context.close();
    }

    private ConfigurableApplicationContext start() {
        List<String> arguments = new ArrayList<>(
                List.of("--server.port=0", "--millrace.broker=none", "--spring.datasource.url=" + database.jdbcUrl()));
        arguments.addAll(settings);
        return OrderingApplication.application()
                .initializers(participants::joinIn)
                .run(arguments.toArray(String[]::new));
    }
}
