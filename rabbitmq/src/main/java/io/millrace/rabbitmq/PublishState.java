package io.millrace.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.rabbitmq.Backlog.Refused;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a publisher stands: what it has taken on, and its connection. Safe for use by many threads. */
final class PublishState implements PublishLink.Listener {

    /** What there is to do for the thread that sends. */
    sealed interface Work {}

    record Send(List<Sending> batch) implements Work {}

    record Prepare(Route route) implements Work {}

    /** The connection is gone, or the publisher is closed. */
    record Stop() implements Work {}

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final int BATCH = 64;
    private static final int MOST_MESSAGES = 20_000;
    private static final long MOST_BYTES = 64L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Backlog backlog;
    private final TroubleLog troubles = new TroubleLog();
    private @Nullable PublishLink link;
    private @Nullable String connectionTrouble;
    private @Nullable String blocked;
    private int failures;
    private boolean closed;

    PublishState(int window) {
        this.backlog = new Backlog(window);
    }

    /** Takes a message on; waits while too many are under way, and closes where that is interrupted. */
    CompletableFuture<Void> add(
            String exchange, String routingKey, Sending.Key key, BasicProperties properties, byte[] body) {
        lock.lock();
        try {
            while (!closed && (backlog.messages() >= MOST_MESSAGES || backlog.bytes() >= MOST_BYTES)) {
                room.await();
            }
            Optional<PublishRefusedException> refusal = backlog.refusal(exchange);
            if (closed || refusal.isPresent()) {
                return CompletableFuture.failedFuture(
                        closed ? new IllegalStateException("the publisher is closed") : refusal.orElseThrow());
            }
            Sending sending = new Sending(key, backlog.route(exchange, routingKey), properties, body);
            backlog.add(sending);
            work.signal();
            return sending.outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return CompletableFuture.failedFuture(e);
        } finally {
            lock.unlock();
        }
    }

    Optional<String> trouble() {
        return locked(() -> Optional.ofNullable(connectionTrouble)
                .or(() -> Optional.ofNullable(blocked))
                .or(() -> backlog.trouble(System.nanoTime())));
    }

    void attach(PublishLink opened) {
        locked(() -> {
            link = opened;
            blocked = null;
            connectionTrouble = null;
            if (!opened.isOpen()) {
                disconnected("RabbitMQ closed the connection at once");
            }
        });
    }

    /** Waits until there is something to do on the connection. */
    Work next(PublishLink current) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && link == current) {
                if (blocked == null && backlog.hasRoom()) {
                    List<Sending> batch = backlog.next(BATCH, current.nextTag());
                    completeRefused();
                    if (!batch.isEmpty()) {
                        return new Send(batch);
                    }
                }
                troubles.note(trouble());
                Optional<Route> route = blocked == null ? backlog.toBePrepared() : Optional.empty();
                long wait = route.map(r -> r.dueAtNanos() - System.nanoTime()).orElse(Long.MAX_VALUE);
                if (wait <= 0) {
                    return new Prepare(route.orElseThrow());
                }
                work.awaitNanos(wait);
            }
            return new Stop();
        } finally {
            lock.unlock();
        }
    }

    void prepared(Route route) {
        locked(() -> backlog.prepared(route));
    }

    void notPrepared(Route route, String reason) {
        locked(() -> route.failed(reason));
    }

    private void completeRefused() {
        for (Refused refused : backlog.takeRefused()) {
            refused.sending().outcome.completeExceptionally(refused.reason());
        }
        room.signalAll();
    }

    @Override
    public void confirmed(PublishLink from, long tag, boolean multiple, boolean taken) {
        List<Sending> done = locked(() -> {
            if (link != from) {
                return List.of();
            }
            failures = 0;
            List<Sending> finished = backlog.confirmed(tag, multiple, taken);
            room.signal();
            if (backlog.hasRoom()) {
                work.signal();
            }
            return finished;
        });
        done.forEach(sending -> sending.outcome.complete(null));
    }

    @Override
    public void returned(PublishLink from, String messageId, String reason) {
        locked(() -> backlog.returned(messageId, reason));
    }

    @Override
    public void blocked(PublishLink from, String reason) {
        locked(() -> {
            blocked = "RabbitMQ takes no messages: " + reason;
            troubles.note(trouble());
        });
    }

    @Override
    public void unblocked(PublishLink from) {
        locked(() -> {
            blocked = null;
            work.signal();
        });
    }

    @Override
    public void broken(PublishLink from, ShutdownSignalException cause) {
        locked(() -> {
            if (link == from) {
                disconnected(said(cause));
                Refusals.forbiddenExchange(cause).ifPresent(exchange -> backlog.refuse(exchange, refused(cause)));
                Refusals.tooLargeBody(cause)
                        .ifPresent(size -> backlog.refuse(sending -> sending.body.length == size, refused(cause)));
            }
        });
    }

    private static String said(ShutdownSignalException cause) {
        return String.valueOf(cause.getMessage());
    }

    private static PublishRefusedException refused(ShutdownSignalException cause) {
        return new PublishRefusedException(said(cause), cause);
    }

    /** There is no connection; what is unconfirmed will be sent again. */
    void disconnected(String reason) {
        locked(() -> {
            link = null;
            failures++;
            connectionTrouble = reason;
            backlog.disconnected();
            troubles.note(trouble());
            work.signal();
        });
    }

    /** Waits a while before the next attempt to connect. */
    void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = closed || failures == 0 ? 0 : BACKOFF.after(failures).toNanos();
            long until = System.nanoTime() + left;
            while (!closed && left > 0) {
                work.await(left, TimeUnit.NANOSECONDS);
                left = until - System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return locked(() -> closed);
    }

    /** Fails all that is not confirmed, and returns whether there was any. */
    boolean close() {
        Collection<Sending> abandoned = locked(() -> {
            closed = true;
            work.signalAll();
            room.signalAll();
            return backlog.abandon();
        });
        IllegalStateException reason = new IllegalStateException("the publisher is closed");
        abandoned.forEach(sending -> sending.outcome.completeExceptionally(reason));
        return !abandoned.isEmpty();
    }

    private void locked(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
