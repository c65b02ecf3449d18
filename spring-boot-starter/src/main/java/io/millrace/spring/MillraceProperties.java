package io.millrace.spring;

import io.millrace.consumer.RetryPolicy;
import io.millrace.saga.SagaRunner;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of Millrace.
 *
 * @param schema The schema of Millrace's tables.
 * @param migrate Whether the schema is brought to the newest version at start-up.
 * @param broker What carries the events; by default the one whose module is on the class path, Kafka before RabbitMQ. With none, consumers read the logs of this database.
 * @param topicPrefix What the names of topics begin with; by default the application's name.
 * @param topics A topic for each aggregate type, which keeps the order across event types, or for each event type.
 * @param sources Other services of this database whose outboxes the consumers read where there is no broker, by name.
 */
@ConfigurationProperties("millrace")
public record MillraceProperties(
        @DefaultValue("millrace") String schema,
        @DefaultValue("true") boolean migrate,
        @Nullable Broker broker,
        @Nullable String topicPrefix,
        @DefaultValue("per-aggregate") Topics topics,
        @DefaultValue Map<String, Source> sources,
        @DefaultValue Kafka kafka,
        @DefaultValue RabbitMq rabbitmq,
        @DefaultValue Relay relay,
        @DefaultValue Consumers consumers,
        @DefaultValue Sagas sagas,
        @DefaultValue Retry retry,
        @DefaultValue Retention retention,
        @DefaultValue Health health) {

    static final String TOPIC_PREFIX = "[A-Za-z0-9._-]{1,100}";

    /** What carries events from relays to consumers. */
    public enum Broker {
        KAFKA,
        RABBITMQ,
        NONE
    }

    /** How events are spread over topics. */
    public enum Topics {
        PER_AGGREGATE,
        PER_EVENT_TYPE
    }

    public MillraceProperties {
        requireSchema("millrace.schema", schema);
        requireTopicPrefix("millrace.topic-prefix", topicPrefix);
        sources = Map.copyOf(sources);
    }

    private static void requireSchema(String property, String value) {
        require(
                value.matches("[a-z_][a-z0-9_]{0,39}"),
                property + " has 1 to 40 lower-case letters, digits or underscores, not '" + value + "'");
    }

    private static void requireTopicPrefix(String property, @Nullable String value) {
        require(
                value == null || value.matches(TOPIC_PREFIX),
                property + " has 1 to 100 letters, digits, dots, dashes or underscores, not '" + value + "'");
    }

    /**
     * @param schema The schema of the service's tables, which this application's role may read.
     * @param topicPrefix What its topics would begin with on a broker; by default millrace.topic-prefix, else its name here.
     */
    public record Source(
            @DefaultValue("") String schema, @Nullable String topicPrefix) {

        public Source {
            requireSchema("millrace.sources.*.schema", schema);
            requireTopicPrefix("millrace.sources.*.topic-prefix", topicPrefix);
        }
    }

    /**
     * @param bootstrapServers Where Kafka is; by default spring.kafka.bootstrap-servers, else localhost:9092.
     * @param partitions Partitions of a topic that the relay creates.
     * @param replicationFactor Replicas of a topic that the relay creates; -1 for the default of the brokers.
     * @param retention How long a topic that the relay creates keeps its records; by default for ever, so that read models can be rebuilt.
     * @param properties Further settings of Kafka's clients, such as those for security.
     */
    public record Kafka(
            @Nullable String bootstrapServers,
            @DefaultValue("6") int partitions,
            @DefaultValue("-1") short replicationFactor,
            @Nullable Duration retention,
            @DefaultValue Map<String, String> properties) {

        public Kafka {
            require(partitions >= 1, "millrace.kafka.partitions is at least 1, not " + partitions);
            require(
                    replicationFactor >= 1 || replicationFactor == -1,
                    "millrace.kafka.replication-factor is at least 1, or -1 for the broker's default, not "
                            + replicationFactor);
            require(
                    retention == null || retention.isPositive(),
                    "millrace.kafka.retention is a positive time, not " + retention);
            properties = Map.copyOf(properties);
        }
    }

    /**
     * @param uri Where RabbitMQ is, such as amqp://user:password@host:5672/vhost, the nodes of a cluster separated by commas; by default what spring.rabbitmq.* says.
     * @param queueType What keeps the messages of queues that are made.
     * @param declare Whether exchanges and queues that are missing are made.
     * @param queues The queues of consumers elsewhere that relays make too, by the consumer's name and with its topics, so that these miss nothing before they have ever run.
     * @param prefetch Messages that a consumer takes ahead.
     */
    public record RabbitMq(
            @Nullable String uri,
            @DefaultValue("quorum") QueueType queueType,
            @DefaultValue("true") boolean declare,
            @DefaultValue Map<String, List<String>> queues,
            @DefaultValue("2000") int prefetch) {

        /** What keeps the messages of a queue. */
        public enum QueueType {
            QUORUM,
            CLASSIC
        }

        public RabbitMq {
            require(
                    prefetch >= 1 && prefetch <= 0xFFFF,
                    "millrace.rabbitmq.prefetch is between 1 and 65535, not " + prefetch);
            queues = Map.copyOf(queues);
        }
    }

    /** @param enabled Whether this application publishes the events of its outbox and its event store. */
    public record Relay(@DefaultValue("true") boolean enabled) {}

    /**
     * @param enabled Whether consumers and projections run in this application.
     * @param concurrency Partitions that a consumer works at the same time, each with a connection of its own; by
     *     default 4 at the most, and so that all consumers together leave half of the pool to others.
     */
    public record Consumers(
            @DefaultValue("true") boolean enabled, @Nullable Integer concurrency) {

        public Consumers {
            require(
                    concurrency == null || concurrency >= 1,
                    "millrace.consumers.concurrency is at least 1, not " + concurrency);
        }
    }

    /**
     * @param enabled Whether the steps of sagas run in this application; their answers are taken in by its consumers.
     * @param topics The topics that answers to sagas come from.
     * @param consumer The durable name of the consumer that takes them in; by default the application's name and -sagas.
     * @param keepEarly Whether an answer that comes before its saga is kept for it; not needed where none starts any more.
     * @param workers Threads that move sagas, each with a connection of its own.
     * @param calls Remote calls under way at once at the most.
     * @param lease How long the call of a process that has vanished keeps its saga from others, and how long a local step may take without SQL or in one statement.
     * @param keepEnded How long a saga that ended is kept.
     */
    public record Sagas(
            @DefaultValue("true") boolean enabled,
            @DefaultValue List<String> topics,
            @Nullable String consumer,
            @DefaultValue("true") boolean keepEarly,
            @DefaultValue("2") int workers,
            @DefaultValue("256") int calls,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("30d") Duration keepEnded) {

        public Sagas {
            require(workers >= 1, "millrace.sagas.workers is at least 1, not " + workers);
            require(calls >= 1, "millrace.sagas.calls is at least 1, not " + calls);
            require(
                    lease.compareTo(Duration.ofSeconds(1)) >= 0 && lease.compareTo(Duration.ofDays(1)) <= 0,
                    "millrace.sagas.lease is between a second (1s) and a day (1d), not " + lease);
            require(!keepEnded.isNegative(), "millrace.sagas.keep-ended is not negative: " + keepEnded);
            topics = List.copyOf(topics);
        }

        SagaRunner.Settings settings() {
            SagaRunner.Settings defaults = SagaRunner.Settings.defaults();
            return new SagaRunner.Settings(
                    workers, defaults.batch(), calls, lease, defaults.poll(), defaults.versionGoneAfter(), keepEnded);
        }
    }

    /**
     * @param first How long a consumer waits before it repeats a message that failed.
     * @param longest How long it waits at the most, after many failures.
     * @param budget How long a message is repeated before it is parked; outages do not count.
     * @param handlerTimeout How long a handler may take for an event before it has failed.
     */
    public record Retry(
            @DefaultValue("200ms") Duration first,
            @DefaultValue("10s") Duration longest,
            @DefaultValue("30s") Duration budget,
            @DefaultValue("60s") Duration handlerTimeout) {

        public Retry {
            require(
                    first.isPositive() && longest.compareTo(first) >= 0,
                    "millrace.retry needs 0 < first <= longest, not " + first + " and " + longest);
            require(!budget.isNegative(), "millrace.retry.budget is not negative: " + budget);
            require(
                    handlerTimeout.isPositive(),
                    "millrace.retry.handler-timeout is a positive time, not " + handlerTimeout);
        }

        RetryPolicy policy() {
            return new RetryPolicy(new Backoff(first, longest), budget, handlerTimeout);
        }
    }

    /**
     * @param enabled Whether anything is dropped from outbox and inbox, and any mark of a step fence.
     * @param outbox How long a message stays in the outbox after everyone has read it.
     * @param inbox How long a repeated event is recognised: so many whole days since it happened and was handled.
     * @param fences How long a participant of sagas remembers an action or its undo; longer than a saga may take.
     * @param segmentSize How many messages are dropped at once at the least: so many may stay longer.
     */
    public record Retention(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("1d") Duration outbox,
            @DefaultValue("7d") Duration inbox,
            @DefaultValue("30d") Duration fences,
            @DefaultValue("1000000") long segmentSize) {

        public Retention {
            require(!outbox.isNegative(), "millrace.retention.outbox is not negative: " + outbox);
            require(
                    inbox.compareTo(Duration.ofDays(1)) >= 0,
                    "millrace.retention.inbox is at least a day (1d), not " + inbox);
            require(
                    fences.compareTo(Duration.ofDays(1)) >= 0,
                    "millrace.retention.fences is at least a day (1d), not " + fences);
            require(segmentSize >= 1_000, "millrace.retention.segment-size is at least 1000, not " + segmentSize);
        }
    }

    /** @param tolerance How long something may stand still with work before it before the health is not UP. */
    public record Health(@DefaultValue("1m") Duration tolerance) {}

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
