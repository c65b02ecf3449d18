package io.millrace.marketplace.app;

import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.outbox.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A log whose owner may still be starting: until then it looks as if nothing was written. */
record LateLog(CompletableFuture<Log<? extends Outgoing>> written) implements Log<Outgoing> {

    @Override
    public Page<Outgoing> read(long after, int limit) {
        if (!written.isDone()) {
            return new Page<>(List.of(), after);
        }
        Page<? extends Outgoing> page = written.join().read(after, limit);
        return new Page<>(List.copyOf(page.records()), page.through());
    }

    @Override
    public boolean await(long after, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            Log<? extends Outgoing> log = written.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return log.await(after, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the service that writes the log did not start", e);
        }
    }

    @Override
    public long last() {
        return written.join().last();
    }

    @Override
    public long oldest() {
        return written.join().oldest();
    }

    @Override
    public Optional<Instant> writtenAfter(long position) {
        return written.join().writtenAfter(position);
    }

    @Override
    public void admit(String subscription, long position) {
        written.join().admit(subscription, position);
    }
}
