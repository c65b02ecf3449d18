package io.millrace.marketplace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.event.EventCodec;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as it runs, on a database of its own; the test hands it what a broker would. */
final class InventoryService implements AutoCloseable {

    /** An answer: its status, its headers and its JSON. */
    record Answer(int status, HttpResponse<String> response, JsonNode json) {

        String text(String field) {
            return json.path(field).asString();
        }

        long number(String field) {
            return json.path(field).asLong(-1);
        }
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    /** @param settings beside those that keep it from looking for a broker */
    InventoryService(String... settings) {
        this(EmbeddedPostgres.shared().newDatabase(), settings);
    }

    /** An instance on a database that others may use too. */
    InventoryService(EmbeddedPostgres.Database database, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--millrace.kafka.bootstrap-servers=127.0.0.1:1"));
        arguments.addAll(Arrays.asList(settings));
        context = InventoryApplication.start(arguments.toArray(String[]::new));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Collection<EventConsumer> consumers() {
        return context.getBeansOfType(EventConsumer.class).values();
    }

    /** Has the consumer handle the messages as those of a partition: inbox, reservation and answer together. */
    void deliver(String consumer, IncomingMessage... messages) {
        ConsumerEnvironment environment = bean(ConsumerEnvironment.class);
        PartitionProcessor partition = partition(consumer, environment);

        assertThat(partition.process(Arrays.asList(messages)).done()).isEqualTo(messages.length);
        assertThat(environment.deadLetters().count("consumer:" + consumer)).isZero();
    }

    private PartitionProcessor partition(String consumer, ConsumerEnvironment environment) {
        EventConsumer reader = consumers().stream()
                .filter(candidate -> candidate.name().equals(consumer))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no consumer is named " + consumer));
        return new PartitionProcessor(
                reader,
                environment,
                new ConsumerStats(),
                environment.fences().take(reader.name(), reader.topics().getFirst(), 0));
    }

    /** What was told of the order, in its order. */
    List<MarketplaceEvent> told(UUID orderId) {
        return told("Inventory", orderId.toString());
    }

    /** What was told of the product, in its order. */
    List<MarketplaceEvent> toldOfProduct(String sku) {
        return told("Product", sku);
    }

    private List<MarketplaceEvent> told(String aggregateType, String aggregateId) {
        EventCodec codec = bean(EventCodec.class);
        return bean(JdbcClient.class)
                .sql("""
                        SELECT event_type, payload::text AS payload
                        FROM inventory.outbox_events
                        WHERE aggregate_type = ? AND aggregate_id = ?
                        ORDER BY id
                        """)
                .params(aggregateType, aggregateId)
                .query((row, number) ->
                        (MarketplaceEvent) codec.decode(row.getString("event_type"), 1, row.getString("payload")))
                .list();
    }

    /** Puts a new product on the shelf, and returns its sku. */
    String product(long quantity) {
        String sku = "SKU-" + UUID.randomUUID();
        bean(JdbcClient.class).sql("""
                        INSERT INTO inventory.product (position, sku, name_ko, name_en, price_won, initial, available)
                        VALUES (100, ?, '물건', 'Thing', 1000, ?, ?)
                        """).params(sku, quantity, quantity).update();
        return sku;
    }

    long available(String sku) {
        return get("/api/products/" + sku).number("available");
    }

    String state(UUID orderId) {
        return bean(JdbcClient.class)
                .sql("SELECT state FROM inventory.reservation WHERE order_id = ?")
                .param(orderId)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    Answer get(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
