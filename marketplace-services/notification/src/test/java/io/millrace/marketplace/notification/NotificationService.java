package io.millrace.marketplace.notification;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.deadletter.DeadLetter;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.notification.mailbox.Mailbox;
import io.millrace.marketplace.notification.push.News;
import io.millrace.store.EventStore;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.StreamId;
import io.millrace.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service as it runs, on a database of its own; the test hands it what a broker would. */
final class NotificationService implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    NotificationService(int smtpPort, @Nullable Mailbox mailbox, String... more) {
        this(EmbeddedPostgres.shared().newDatabase().jdbcUrl(), smtpPort, mailbox, more);
    }

    private NotificationService(String jdbcUrl, int smtpPort, @Nullable Mailbox mailbox, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.mail.port=" + smtpPort,
                "--millrace.kafka.bootstrap-servers=127.0.0.1:1"));
        arguments.addAll(Arrays.asList(more));
        String[] all = arguments.toArray(String[]::new);
        context = mailbox == null ? NotificationApplication.start(all) : NotificationApplication.start(mailbox, all);
    }

    /** Another instance of the same service. */
    NotificationService another() {
        String jdbcUrl = context.getEnvironment().getRequiredProperty("spring.datasource.url");
        return new NotificationService(jdbcUrl, 1, null);
    }

    /** A partition of the orders that has just been assigned to those who write mails. */
    PartitionProcessor partition() {
        return partition("emails");
    }

    /** Hands the messages to those who write mails. */
    PartitionProcessor.Result deliver(IncomingMessage... messages) {
        return deliverTo("emails", messages);
    }

    PartitionProcessor.Result deliverTo(String consumer, IncomingMessage... messages) {
        return partition(consumer).process(Arrays.asList(messages));
    }

    List<DeadLetter> deadLetters() {
        return environment().deadLetters().list("consumer:email-service", 100);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url(path)).build(), BodyHandlers.ofString());
    }

    Browser listen(String path, String... headers) {
        return new Browser(url(path), headers);
    }

    SleepingBrowser listenAsleep(String path, String header, String value) {
        return new SleepingBrowser(url(path), header, value);
    }

    /** Writes news as the service itself does, many at once. */
    void postNews(UUID orderId, int howMany) {
        EventTypes types = context.getBean(EventTypes.class);
        News news = new News(News.Kind.ORDER_PAID, orderId);
        List<NewEvent> events = Stream.generate(() -> new NewEvent(types.describe(news, Clock.systemUTC()), news))
                .limit(howMany)
                .toList();
        context.getBean(EventStore.class)
                .append(new StreamId("News", orderId.toString()), ExpectedVersion.none(), events);
    }

    private URI url(String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    /** How many rows about the order a table of the service has. */
    long count(String table, UUID orderId) {
        return jdbc().sql("SELECT count(*) FROM notification." + table + " WHERE order_id = ?")
                .param(orderId)
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        context.close();
    }

    private PartitionProcessor partition(String name) {
        EventConsumer consumer = context.getBean(name, EventConsumer.class);
        ConsumerEnvironment environment = environment();
        return new PartitionProcessor(
                consumer,
                environment,
                new ConsumerStats(),
                environment.fences().take(consumer.name(), consumer.topics().getFirst(), 0));
    }

    private ConsumerEnvironment environment() {
        return context.getBean(ConsumerEnvironment.class);
    }
}
