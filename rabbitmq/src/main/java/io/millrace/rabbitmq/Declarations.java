package io.millrace.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Looks after exchanges and queues as a topology says. */
final class Declarations {

    private static final String EVERYTHING = "#";
    private static final String DEAD = ".dead";

    /** RabbitMQ 4 dead-letters what was delivered 20 times, as in a long outage; older ones don't take -1. */
    private static final int WITHOUT_END = 1_000_000_000;

    private final RabbitTopology topology;

    Declarations(RabbitTopology topology) {
        this.topology = topology;
    }

    /** Returns when the exchange is there, and with it the queues that publishers make. */
    void prepareExchange(Connection connection, String exchange) throws IOException, TimeoutException {
        if (!exists(connection, exchange)) {
            try (Channel channel = connection.createChannel()) {
                declareExchange(channel, exchange);
            }
        }
        for (Map.Entry<String, List<String>> queue : topology.queues().entrySet()) {
            if (queue.getValue().contains(exchange)) {
                prepareQueue(connection, queue.getKey(), queue.getValue());
            }
        }
    }

    /** Asked before it is declared, for that takes no right to configure. */
    private boolean exists(Connection connection, String exchange) throws IOException, TimeoutException {
        Channel channel = connection.createChannel();
        try {
            channel.exchangeDeclarePassive(exchange);
            channel.close();
            return true;
        } catch (IOException e) {
            if (topology.missing() == RabbitTopology.Missing.DECLARE && isCausedBy(e, AMQP.NOT_FOUND)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isCausedBy(IOException e, int code) {
        return e.getCause() instanceof ShutdownSignalException signal
                && signal.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == code;
    }

    private static void declareExchange(Channel channel, String exchange) throws IOException {
        channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
    }

    /** Returns when the consumer's queue is there and bound. */
    void prepareQueue(Connection connection, String consumer, List<String> topics)
            throws IOException, TimeoutException {
        try (Channel channel = connection.createChannel()) {
            switch (topology.missing()) {
                case AWAIT -> channel.queueDeclarePassive(consumer);
                case DECLARE -> declareQueue(channel, consumer, topics);
            }
        } catch (IOException e) {
            throw isCausedBy(e, AMQP.PRECONDITION_FAILED) ? otherwise(consumer, e) : e;
        }
    }

    private static IOException otherwise(String consumer, IOException e) {
        return new IOException(
                "queue %s or its dead-letter queue is there and is not as Millrace makes it: delete it once it is empty,"
                                .formatted(consumer)
                        + " or use RabbitTopology.expected() to take what is there (%s)".formatted(e.getCause()),
                e);
    }

    private void declareQueue(Channel channel, String consumer, List<String> topics) throws IOException {
        String dead = consumer + DEAD;
        channel.exchangeDeclare(dead, BuiltinExchangeType.FANOUT, true);
        channel.queueDeclare(dead, true, false, false, arguments());
        channel.queueBind(dead, dead, "");
        Map<String, Object> arguments = arguments();
        arguments.put("x-single-active-consumer", true);
        arguments.put("x-dead-letter-exchange", dead);
        channel.queueDeclare(consumer, true, false, false, arguments);
        for (String topic : topics) {
            declareExchange(channel, topic);
            channel.queueBind(consumer, topic, EVERYTHING);
        }
    }

    private Map<String, Object> arguments() {
        Map<String, Object> arguments = new HashMap<>();
        switch (topology.queueType()) {
            case QUORUM -> {
                arguments.put("x-queue-type", "quorum");
                arguments.put("x-delivery-limit", WITHOUT_END);
            }
            case CLASSIC -> arguments.put("x-queue-type", "classic");
        }
        return arguments;
    }
}
