package io.millrace.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits the offsets of what is finished, one commit at a time. For the thread that polls. */
final class OffsetCommits {

    private static final Logger log = LoggerFactory.getLogger(OffsetCommits.class);

    private final String name;
    private boolean underWay;

    OffsetCommits(String name) {
        this.name = name;
    }

    /** Begins a commit unless one is under way, and tells what the group has taken when it has. */
    void begin(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, OffsetAndMetadata> due,
            Consumer<Map<TopicPartition, OffsetAndMetadata>> taken) {
        if (underWay || due.isEmpty()) {
            return;
        }
        underWay = true;
        try {
            consumer.commitAsync(due, (offsets, failure) -> {
                underWay = false;
                if (failure == null) {
                    taken.accept(offsets);
                } else {
                    log.debug("{} could not commit, tries again: {}", name, failure.toString());
                }
            });
        } catch (RuntimeException e) {
            underWay = false;
            throw e;
        }
    }

    /** Commits now. Where that fails, or takes longer, the inbox recognises what comes again. */
    void finish(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> due, Duration atMost) {
        if (due.isEmpty()) {
            return;
        }
        long until = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); left > 0; left = until - System.nanoTime()) {
            try {
                consumer.commitSync(due, Duration.ofNanos(left));
                return;
            } catch (WakeupException e) {
                log.trace("{} was woken up while it committed", name);
            } catch (RuntimeException e) {
                log.info("{} could not commit, some messages will be seen again: {}", name, e.toString());
                return;
            }
        }
    }
}
