package io.millrace.kafka;

import io.millrace.outbox.PublishRefusedException;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets records pass to one topic once it is known to be there. Until then they queue, in order, so that a topic
 * that is missing or can't be reached holds up nobody who writes to another.
 */
final class TopicGate {

    /** A record and what waits for it. */
    record Sending(ProducerRecord<byte[], byte[]> data, CompletableFuture<@Nullable RecordMetadata> outcome) {}

    /** Finds out whether the topic can be written to; may block. */
    @FunctionalInterface
    interface Preparation {
        void prepare(String topic) throws Exception;
    }

    private enum State {
        UNKNOWN,
        PREPARING,
        OPEN,
        REFUSED,
        CLOSED
    }

    private static final Logger log = LoggerFactory.getLogger(TopicGate.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final Duration REFUSAL_STANDS = Duration.ofSeconds(10);

    private final String topic;
    private final Preparation preparation;
    private final Consumer<Sending> send;
    private final Occasionally warnings = new Occasionally(Duration.ofMinutes(1));

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final Queue<Sending> waiting = new ArrayDeque<>();
    private State state = State.UNKNOWN;
    private @Nullable PublishRefusedException refusal;
    private long refusedAtNanos;
    private @Nullable Thread preparing;

    TopicGate(String topic, Preparation preparation, Consumer<Sending> send) {
        this.topic = topic;
        this.preparation = preparation;
        this.send = send;
    }

    void pass(Sending sending) {
        lock.lock();
        try {
            if (state == State.REFUSED && refusal != null && !refusalIsOld()) {
                sending.outcome().completeExceptionally(refusal);
                return;
            }
            switch (state) {
                case OPEN -> send.accept(sending);
                case CLOSED -> sending.outcome().completeExceptionally(closed());
                case PREPARING -> waiting.add(sending);
                case UNKNOWN, REFUSED -> {
                    waiting.add(sending);
                    state = State.PREPARING;
                    preparing = Thread.ofPlatform()
                            .daemon()
                            .name("millrace-topic-" + topic)
                            .start(this::prepare);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean refusalIsOld() {
        return System.nanoTime() - refusedAtNanos > REFUSAL_STANDS.toNanos();
    }

    private void prepare() {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    preparation.prepare(topic);
                    open();
                    return;
                } catch (PublishRefusedException e) {
                    refuse(e);
                    return;
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    warnings.run(() -> log.warn("topic {} can't be reached, trying on: {}", topic, e.toString()));
                    if (closedWithin(BACKOFF.after(attempt))) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            log.debug("topic {} is no longer waited for", topic);
        }
    }

    private void open() {
        lock.lock();
        try {
            if (state != State.PREPARING) {
                return;
            }
            state = State.OPEN;
            for (Sending next = waiting.poll(); next != null; next = waiting.poll()) {
                send.accept(next);
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuse(PublishRefusedException reason) {
        lock.lock();
        try {
            if (state == State.PREPARING) {
                state = State.REFUSED;
                refusal = reason;
                refusedAtNanos = System.nanoTime();
                failWaiting(reason);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean closedWithin(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (state != State.CLOSED && left > 0) {
                left = closing.awaitNanos(left);
            }
            return state == State.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            state = State.CLOSED;
            closing.signalAll();
            if (preparing != null) {
                preparing.interrupt();
            }
            failWaiting(closed());
        } finally {
            lock.unlock();
        }
    }

    private void failWaiting(RuntimeException reason) {
        waiting.forEach(sending -> sending.outcome().completeExceptionally(reason));
        waiting.clear();
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the publisher is closed");
    }
}
