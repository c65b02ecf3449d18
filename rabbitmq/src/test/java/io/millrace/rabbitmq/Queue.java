package io.millrace.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.millrace.consumer.IncomingMessage;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.RabbitMq;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/** A queue and the exchange that it is bound to, as the tests look at them, with RabbitMQ's own client. */
record Queue(String name, String exchange) {

    private static final RabbitMq RABBITMQ = RabbitMq.shared();

    interface Work<T> {
        T run(Channel channel) throws IOException;
    }

    static RabbitServer server() {
        return RabbitServer.at(RABBITMQ.uri());
    }

    static <T> T channel(Work<T> work) {
        try (Connection connection = server().connect("test");
                Channel channel = connection.createChannel()) {
            return work.run(channel);
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the publisher makes the queue too. */
    RabbitTopology topology() {
        return RabbitTopology.declared().withQueue(name, List.of(exchange));
    }

    /** Takes everything out that is in the queue. */
    List<Delivery> take() {
        return channel(channel -> {
            int count = channel.queueDeclarePassive(name).getMessageCount();
            List<Delivery> all = new ArrayList<>();
            if (count == 0) {
                return all;
            }
            BlockingQueue<Delivery> delivered = new LinkedBlockingQueue<>();
            channel.basicConsume(name, false, (tag, delivery) -> delivered.add(delivery), tag -> {});
            // Acknowledged on the way: a quorum queue delivers 2,000 ahead at the most.
            Eventually.holds("the messages are delivered", Duration.ofMinutes(2), () -> {
                if (delivered.drainTo(all) > 0) {
                    channel.basicAck(all.getLast().getEnvelope().getDeliveryTag(), true);
                }
                return all.size() >= count;
            });
            return all;
        });
    }

    /** Makes queue and exchange as a consumer would. */
    static Queue declare(String name) {
        Queue queue = new Queue(name, name + ".order");
        try (Connection connection = server().connect("test")) {
            new Declarations(RabbitTopology.declared()).prepareQueue(connection, name, List.of(queue.exchange));
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return queue;
    }

    /** Writes messages as a publisher would, and returns when the queue has them. */
    void write(List<OutgoingMessage> messages) {
        channel(channel -> {
            channel.confirmSelect();
            for (OutgoingMessage message : messages) {
                byte[] body = message.payload().getBytes(UTF_8);
                channel.basicPublish(
                        exchange, Wire.routingKey(message), Wire.encode(message, URI.create("/tests")), body);
            }
            return confirmed(channel);
        });
    }

    private static boolean confirmed(Channel channel) throws IOException {
        try {
            return channel.waitForConfirms();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    int ready() {
        return channel(channel -> channel.queueDeclarePassive(name).getMessageCount());
    }

    List<String> takeBodies() {
        return take().stream().map(this::decoded).map(IncomingMessage::body).toList();
    }

    IncomingMessage decoded(Delivery delivery) {
        return Wire.decode(name, 0, delivery);
    }

    void delete() {
        channel(channel -> channel.queueDelete(name));
    }

    void deleteExchange() {
        channel(channel -> channel.exchangeDelete(exchange));
    }
}
