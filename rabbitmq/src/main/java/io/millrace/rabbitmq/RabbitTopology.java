package io.millrace.rabbitmq;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Millrace expects at RabbitMQ, and whether it makes it.
 *
 * <p>A topic is a durable topic exchange of the same name. A consumer has one durable queue of its own name, bound
 * to the exchanges of its topics, with a single active consumer. What the queue itself puts aside goes to the
 * fanout exchange {@code <consumer>.dead} and from there to the queue of that name.
 *
 * @param queueType of the queues that are made
 * @param missing what to do about exchanges and queues that are missing
 * @param queues queues that a publisher makes too, so that nothing is lost or held up before a consumer has ever
 *     run: the topics of each consumer, by its name
 */
public record RabbitTopology(QueueType queueType, Missing missing, Map<String, List<String>> queues) {

    /** What keeps the messages of a queue. */
    public enum QueueType {
        /** Replicated over the nodes of the cluster. */
        QUORUM,
        /** On one node. */
        CLASSIC
    }

    /** What to do about what is missing. */
    public enum Missing {
        /** Make it. */
        DECLARE,
        /** Wait until somebody else has made it. */
        AWAIT
    }

    public RabbitTopology {
        Map<String, List<String>> copies = new LinkedHashMap<>();
        queues.forEach((consumer, topics) -> copies.put(consumer, List.copyOf(topics)));
        queues = Map.copyOf(copies);
    }

    /** Makes exchanges and quorum queues that are missing. */
    public static RabbitTopology declared() {
        return new RabbitTopology(QueueType.QUORUM, Missing.DECLARE, Map.of());
    }

    /** Makes nothing. */
    public static RabbitTopology expected() {
        return new RabbitTopology(QueueType.QUORUM, Missing.AWAIT, Map.of());
    }

    public RabbitTopology with(QueueType type) {
        return new RabbitTopology(type, missing, queues);
    }

    /** Makes the consumer's queue when publishing to one of its topics. */
    public RabbitTopology withQueue(String consumer, List<String> topics) {
        return withQueues(Map.of(consumer, topics));
    }

    /** As {@link #withQueue} for several consumers. */
    public RabbitTopology withQueues(Map<String, List<String>> topicsByConsumer) {
        Map<String, List<String>> more = new LinkedHashMap<>(queues);
        more.putAll(topicsByConsumer);
        return new RabbitTopology(queueType, missing, more);
    }
}
