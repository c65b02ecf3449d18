package io.millrace.spring;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.LogConsumerSettings;
import io.millrace.consumer.LogEventConsumer;
import io.millrace.consumer.LogSource;
import io.millrace.consumer.Replay;
import io.millrace.consumer.Retrying;
import io.millrace.log.Checkpoints;
import java.util.List;
import java.util.Optional;

/** The logs that consumers read where there is no broker. */
final class LogFeed implements ConsumerFeed {

    private final List<LogSource> sources;
    private final Checkpoints checkpoints;

    LogFeed(List<LogSource> sources, Checkpoints checkpoints) {
        this.sources = List.copyOf(sources);
        this.checkpoints = checkpoints;
    }

    @Override
    public RunningConsumer start(EventConsumer consumer, ConsumerEnvironment environment, int concurrency) {
        List<LogSource> read = sources.stream()
                .filter(source -> consumer.topics().stream().anyMatch(source::mayCarry))
                .toList();
        consumer.topics().forEach(topic -> requireSource(consumer, topic));
        LogConsumerSettings usual = LogConsumerSettings.of(read, checkpoints);
        return new Running(LogEventConsumer.start(
                consumer,
                environment,
                new LogConsumerSettings(read, checkpoints, concurrency, usual.batch(), usual.lease())));
    }

    private void requireSource(EventConsumer consumer, String topic) {
        if (sources.stream().noneMatch(source -> source.mayCarry(topic))) {
            throw new StartRefusedException(
                    "Consumer '%s' reads '%s', millrace.broker is none, and no log that is known here has such events."
                            .formatted(consumer.name(), topic),
                    "Name the schema of the service that writes them, as in millrace.sources.ordering.schema=ordering"
                            + " and millrace.sources.ordering.topic-prefix, or add a LogSource bean.");
        }
    }

    private record Running(LogEventConsumer consumer) implements RunningConsumer {

        @Override
        public String name() {
            return consumer.name();
        }

        @Override
        public ConsumerStats stats() {
            return consumer.stats();
        }

        @Override
        public long lag() {
            return consumer.lag().values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public Optional<Throwable> failure() {
            return consumer.failure();
        }

        @Override
        public List<Retrying> retrying() {
            return consumer.retrying();
        }

        @Override
        public void pause() {
            consumer.pause();
        }

        @Override
        public void resume() {
            consumer.resume();
        }

        @Override
        public boolean paused() {
            return consumer.paused();
        }

        @Override
        public void replay(Replay replay) {
            throw new IllegalArgumentException(
                    "without a broker a log is read again under a new name of the consumer, from its beginning");
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
