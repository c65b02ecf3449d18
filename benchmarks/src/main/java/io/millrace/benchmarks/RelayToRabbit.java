package io.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.millrace.benchmarks.harness.Contest;
import io.millrace.event.CloudEvents;
import io.millrace.outbox.Destinations;
import io.millrace.rabbitmq.RabbitPublisher;
import io.millrace.rabbitmq.RabbitServer;
import io.millrace.rabbitmq.RabbitSettings;
import io.millrace.rabbitmq.RabbitTopology;
import io.millrace.testkit.RabbitMq;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Empties an outbox into a quorum queue of RabbitMQ, beside a loop over a channel with 500 unconfirmed messages. */
final class RelayToRabbit implements Contest {

    private static final int WINDOW = 500;
    private static final int SHARE_OF_BACKLOG = 10;
    private static final String EXCHANGE = Wire.topic("drain");
    private static final String QUEUE = "drained";
    private static final String ROUTING_KEY = "order.orderplaced";
    private static final BasicProperties PROPERTIES = new BasicProperties.Builder()
            .contentType(CloudEvents.CONTENT_TYPE)
            .deliveryMode(2)
            .messageId("0198c5f2-0000-7000-8000-000000000000")
            .headers(Wire.attributes().entrySet().stream()
                    .collect(Collectors.toMap(
                            attribute -> "cloudEvents:" + attribute.getKey(), Map.Entry<String, String>::getValue)))
            .build();

    private final BenchDatabase database;
    private final RabbitMq rabbit;
    private final RabbitSettings settings;
    private final int backlog;
    private int runs;

    RelayToRabbit(Stage stage) throws Exception {
        this.rabbit = RabbitMq.shared();
        this.database = stage.database();
        this.settings = RabbitSettings.of(
                        RabbitServer.at(rabbit.uri()), Destinations.perAggregate("drain"), Wire.SOURCE)
                .with(RabbitTopology.declared().withQueue(QUEUE, List.of(EXCHANGE)))
                .withWindow(WINDOW);
        this.backlog = stage.scale().backlog() / SHARE_OF_BACKLOG;
        Fill.outbox(database, backlog);
        database.settle();
    }

    @Override
    public double figure() throws Exception {
        runs++;
        double rate = Drain.rate(database, "relay-" + runs, backlog, () -> RabbitPublisher.open(settings));
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.queuePurge(QUEUE);
        }
        return rate;
    }

    @Override
    public double limit() throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            double rate = send(channel);
            channel.queuePurge(QUEUE);
            return rate;
        }
    }

    private double send(Channel channel) throws Exception {
        byte[] body = OrderPlaced.JSON.getBytes(UTF_8);
        ConfirmWindow window = new ConfirmWindow(WINDOW);
        channel.confirmSelect();
        channel.addConfirmListener(window);
        long start = System.nanoTime();
        for (int i = 0; i < backlog; i++) {
            window.enter();
            channel.basicPublish(EXCHANGE, ROUTING_KEY, true, PROPERTIES, body);
        }
        window.awaitEmpty();
        return backlog * 1e9 / (System.nanoTime() - start);
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        return factory.newConnection();
    }

    @Override
    public void close() {
        database.close();
    }
}
