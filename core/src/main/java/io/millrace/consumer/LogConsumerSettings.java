package io.millrace.consumer;

import io.millrace.log.Checkpoints;
import java.time.Duration;
import java.util.List;

/**
 * How a consumer reads from logs.
 *
 * @param checkpoints where its cursors are kept, in the consumer's own database
 * @param concurrency lanes worked at the same time; each takes a connection, so stay below half the pool
 * @param batch messages in one transaction at the most
 * @param lease how long an instance that vanished keeps the others waiting
 */
public record LogConsumerSettings(
        List<LogSource> sources, Checkpoints checkpoints, int concurrency, int batch, Duration lease) {

    public LogConsumerSettings {
        sources = List.copyOf(sources);
        if (concurrency < 1 || batch < 1) {
            throw new IllegalArgumentException("concurrency and batch are at least 1");
        }
        if (sources.stream().map(LogSource::name).distinct().count() < sources.size()) {
            throw new IllegalArgumentException("two sources have the same name: each needs cursors of its own");
        }
    }

    /** 4 lanes at a time, 500 messages in a transaction, a lease of 10 s. */
    public static LogConsumerSettings of(List<LogSource> sources, Checkpoints checkpoints) {
        return new LogConsumerSettings(sources, checkpoints, 4, 500, Duration.ofSeconds(10));
    }
}
