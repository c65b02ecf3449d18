package io.millrace.marketplace.notification;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.deadletter.DeadLetter;
import io.millrace.marketplace.notification.mailbox.Mailbox;
import io.millrace.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service as it runs, on a database of its own; the test hands it what a broker would. */
final class NotificationService implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    NotificationService(int smtpPort, @Nullable Mailbox mailbox, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.datasource.url="
                        + EmbeddedPostgres.shared().newDatabase().jdbcUrl(),
                "--spring.mail.port=" + smtpPort,
                "--millrace.kafka.bootstrap-servers=127.0.0.1:1"));
        arguments.addAll(Arrays.asList(more));
        String[] all = arguments.toArray(String[]::new);
        context = mailbox == null ? NotificationApplication.start(all) : NotificationApplication.start(mailbox, all);
    }

    /** A partition that has just been assigned to the service. */
    PartitionProcessor partition() {
        EventConsumer consumer = context.getBean(EventConsumer.class);
        ConsumerEnvironment environment = environment();
        return new PartitionProcessor(
                consumer,
                environment,
                new ConsumerStats(),
                environment.fences().take(consumer.name(), consumer.topics().getFirst(), 0));
    }

    PartitionProcessor.Result deliver(IncomingMessage... messages) {
        return partition().process(Arrays.asList(messages));
    }

    List<DeadLetter> deadLetters() {
        return environment().deadLetters().list("consumer:email-service", 100);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
    }

    private ConsumerEnvironment environment() {
        return context.getBean(ConsumerEnvironment.class);
    }
}
