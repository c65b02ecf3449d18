package io.millrace.marketplace.orderquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.Received;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventMetadata;
import io.millrace.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as it runs, on a database of its own; the test hands it what a broker would. */
final class OrderQueryService implements AutoCloseable {

    /** An answer: its status, its headers and its JSON. */
    record Answer(int status, HttpResponse<String> response, JsonNode json) {

        String text(String field) {
            return json.path(field).asString();
        }
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context = OrderQueryApplication.start(
            "--server.port=0",
            "--spring.datasource.url=" + EmbeddedPostgres.shared().newDatabase().jdbcUrl(),
            "--marketplace.longest-wait=2s",
            "--millrace.kafka.bootstrap-servers=127.0.0.1:1");

    /** Handles the messages as one batch of a partition: inbox, projection and fence in one transaction. */
    void deliver(String consumer, List<IncomingMessage> messages) {
        ConsumerEnvironment environment = context.getBean(ConsumerEnvironment.class);
        EventConsumer reader = context.getBean(consumer, EventConsumer.class);
        PartitionProcessor partition = new PartitionProcessor(
                reader,
                environment,
                new ConsumerStats(),
                environment.fences().take(reader.name(), reader.topics().getFirst(), 0));

        assertThat(partition.process(messages).done()).isEqualTo(messages.size());
        assertThat(environment.deadLetters().count("consumer:" + reader.name())).isZero();
    }

    void deliver(IncomingMessage... messages) {
        deliver("orderDetail", Arrays.asList(messages));
    }

    /** Folds the messages past the inbox, each as often as it stands in the list. */
    void fold(List<IncomingMessage> messages) {
        ConsumerEnvironment environment = context.getBean(ConsumerEnvironment.class);
        EventConsumer reader = context.getBean("orderDetail", EventConsumer.class);
        List<Received<?>> events = messages.stream()
                .<Received<?>>map(message -> received(environment, message))
                .toList();
        environment.transactions().run(() -> {
            try {
                reader.handler().handle(events);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
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

    private static Received<?> received(ConsumerEnvironment environment, IncomingMessage message) {
        EventMetadata metadata = CloudEvents.metadata(message.attributes());
        Object event = environment.codec().decode(metadata.type(), metadata.version(), message.body());
        String subject = message.attributes().getOrDefault(CloudEvents.SUBJECT, "");
        return new Received<>(event, metadata, subject, CloudEvents.sequence(message.attributes()));
    }
}
