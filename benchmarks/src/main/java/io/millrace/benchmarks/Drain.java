package io.millrace.benchmarks;

import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Publisher;
import io.millrace.outbox.Relay;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A relay that empties a backlog, timed from its first publication to its last acknowledgement. */
final class Drain {

    private final CountDownLatch acknowledged;
    private final AtomicLong firstNanos = new AtomicLong();
    private volatile long lastNanos;

    private Drain(int messages) {
        this.acknowledged = new CountDownLatch(messages);
    }

    /**
     * Messages a second.
     *
     * @param name of the relay, which begins where its cursors stand
     * @param messages after those cursors
     */
    @SuppressWarnings("try") // the relay only has to run
    static double rate(BenchDatabase database, String name, int messages, Supplier<Publisher> publishers)
            throws InterruptedException {
        Drain drain = new Drain(messages);
        try (Relay relay = Relay.start(
                name, database.relaying(), () -> drain.new Counting(publishers.get()), Relay.Settings.defaults())) {
            while (!drain.acknowledged.await(1, TimeUnit.SECONDS)) {
                relay.status().failure().ifPresent(failure -> {
                    throw new IllegalStateException("the relay fails", failure);
                });
            }
        }
        return messages * 1e9 / (drain.lastNanos - drain.firstNanos.get());
    }

    private final class Counting implements Publisher {

        private final Publisher publisher;

        Counting(Publisher publisher) {
            this.publisher = publisher;
        }

        @Override
        public CompletionStage<?> publish(OutgoingMessage message) {
            if (firstNanos.get() == 0) {
                firstNanos.set(System.nanoTime());
            }
            return publisher.publish(message).whenComplete((done, failure) -> {
                if (failure == null) {
                    lastNanos = System.nanoTime();
                    acknowledged.countDown();
                }
            });
        }

        @Override
        public Optional<String> trouble() {
            return publisher.trouble();
        }

        @Override
        public void close() {
            publisher.close();
        }
    }
}
