package io.millrace.rabbitmq;

import java.time.Duration;

/**
 * How a consumer reads from RabbitMQ.
 *
 * @param concurrency transactions at the same time; each takes a connection, so stay below half the pool
 * @param batch messages in one transaction at the most
 * @param prefetch messages taken ahead at the most, which lie in memory until they are handled
 * @param handOver how long a transaction at hand may take to finish when the consumer is closed or disconnected
 * @param holdAtMost how long a message may stay unfinished before everything that is not is taken anew; keep it
 *     below the server's {@code consumer_timeout}, 30 minutes by default, after which it closes the channel
 */
public record RabbitConsumerSettings(
        RabbitServer server,
        RabbitTopology topology,
        int concurrency,
        int batch,
        int prefetch,
        Duration handOver,
        Duration holdAtMost) {

    static final Duration CLOSE_AT_MOST = Duration.ofSeconds(1);

    public RabbitConsumerSettings {
        if (concurrency < 1 || batch < 1 || prefetch < 1) {
            throw new IllegalArgumentException("concurrency, batch and prefetch are at least 1");
        }
        if (prefetch > 0xFFFF) {
            throw new IllegalArgumentException("RabbitMQ takes a prefetch of 65535 at the most, not " + prefetch);
        }
        if (!holdAtMost.isPositive()) {
            throw new IllegalArgumentException("a message needs time to be handled, not " + holdAtMost);
        }
    }

    /** 4 transactions at a time with up to 500 of 2,000 prefetched messages, 2 s to hand over, 20 min to hold. */
    public static RabbitConsumerSettings of(RabbitServer server) {
        return new RabbitConsumerSettings(
                server, RabbitTopology.declared(), 4, 500, 2_000, Duration.ofSeconds(2), Duration.ofMinutes(20));
    }

    public RabbitConsumerSettings with(RabbitTopology changed) {
        return new RabbitConsumerSettings(server, changed, concurrency, batch, prefetch, handOver, holdAtMost);
    }

    public RabbitConsumerSettings withConcurrency(int transactions) {
        return new RabbitConsumerSettings(server, topology, transactions, batch, prefetch, handOver, holdAtMost);
    }

    public RabbitConsumerSettings withBatch(int messages) {
        return new RabbitConsumerSettings(server, topology, concurrency, messages, prefetch, handOver, holdAtMost);
    }

    public RabbitConsumerSettings withPrefetch(int messages) {
        return new RabbitConsumerSettings(server, topology, concurrency, batch, messages, handOver, holdAtMost);
    }

    public RabbitConsumerSettings holdingAtMost(Duration time) {
        return new RabbitConsumerSettings(server, topology, concurrency, batch, prefetch, handOver, time);
    }

    /** How long closing a consumer takes in the worst case: the hand-over, and a second to close the connection. */
    public Duration closesWithin() {
        return handOver.plus(CLOSE_AT_MOST);
    }
}
