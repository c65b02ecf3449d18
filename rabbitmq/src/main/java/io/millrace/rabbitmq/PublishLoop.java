package io.millrace.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.rabbitmq.Backlog.Refused;
import io.millrace.work.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that keeps a connection and sends what is ready on it, in batches: one lock for many messages. */
final class PublishLoop implements PublishLink.Listener {

    /** What there is to do. */
    private sealed interface Work {}

    private record Send(List<Sending> batch) implements Work {}

    private record Prepare(Route route) implements Work {}

    /** The connection is gone, or the loop ends. */
    private record Stop() implements Work {}

    private static final Logger log = LoggerFactory.getLogger(PublishLoop.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final int BATCH = 64;
    private static final int MOST_MESSAGES = 20_000;
    private static final long MOST_BYTES = 64L << 20;

    private final RabbitSettings settings;
    private final Sockets sockets = new Sockets();
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Backlog backlog;
    private @Nullable PublishLink link;
    private @Nullable String connectionTrouble;
    private @Nullable String blocked;
    private String lastTrouble = "";
    private int failures;
    private boolean closed;

    PublishLoop(RabbitSettings settings) {
        this.settings = settings;
        this.backlog = new Backlog(settings.window());
        this.thread =
                Thread.ofPlatform().daemon().name("millrace-rabbitmq-publisher").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Takes a message on; waits while too many are under way. Closes where that is interrupted. */
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
                .or(backlog::trouble));
    }

    private void run() {
        try {
            while (!isClosed()) {
                try (PublishLink opened = PublishLink.open(
                        settings.server(),
                        "millrace publisher " + settings.source(),
                        sockets,
                        new Declarations(settings.topology()))) {
                    serve(opened);
                } catch (IOException | TimeoutException | RuntimeException e) {
                    disconnected("%s: %s".formatted(settings.server(), e));
                }
                pause();
            }
        } catch (InterruptedException e) {
            log.debug("the publisher was interrupted and ends");
        } finally {
            close();
        }
    }

    private void serve(PublishLink opened) throws IOException, InterruptedException {
        opened.listen(this);
        attach(opened);
        while (true) {
            switch (next(opened)) {
                case Send(List<Sending> batch) -> opened.publish(batch);
                case Prepare(Route route) -> prepare(opened, route);
                case Stop stop -> {
                    return;
                }
            }
        }
    }

    private void attach(PublishLink opened) {
        locked(() -> {
            link = opened;
            blocked = null;
            connectionTrouble = null;
            if (!opened.isOpen()) {
                disconnected("RabbitMQ closed the connection at once");
            }
        });
    }

    private Work next(PublishLink current) throws InterruptedException {
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
                noteTrouble();
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

    private void prepare(PublishLink current, Route route) {
        try {
            current.prepare(route);
            locked(() -> backlog.prepared(route));
        } catch (IOException | TimeoutException | RuntimeException e) {
            String reason = "%s is not there or can't be made: %s".formatted(route, said(e));
            locked(() -> route.failed(reason));
        }
    }

    private static String said(Exception e) {
        return e.getCause() instanceof ShutdownSignalException signal ? said(signal) : e.toString();
    }

    private static String said(ShutdownSignalException cause) {
        return String.valueOf(cause.getMessage());
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
            noteTrouble();
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

    private static PublishRefusedException refused(ShutdownSignalException cause) {
        return new PublishRefusedException(said(cause), cause);
    }

    private void disconnected(String reason) {
        locked(() -> {
            link = null;
            failures++;
            connectionTrouble = reason;
            backlog.disconnected();
            noteTrouble();
            work.signal();
        });
    }

    private void pause() throws InterruptedException {
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

    /** Says in the log what the trouble is, once for each. */
    private void noteTrouble() {
        String now = trouble().orElse("");
        if (!now.equals(lastTrouble) && !closed) {
            lastTrouble = now;
            if (now.isEmpty()) {
                log.info("RabbitMQ takes messages again");
            } else {
                log.warn("messages wait: {}", now);
            }
        }
    }

    private boolean isClosed() {
        return locked(() -> closed);
    }

    /** Ends what is under way; messages that are not confirmed complete exceptionally. */
    void close() {
        Collection<Sending> abandoned = locked(() -> {
            closed = true;
            work.signalAll();
            room.signalAll();
            return backlog.abandon();
        });
        if (!abandoned.isEmpty()) {
            sockets.cut();
        }
        IllegalStateException reason = new IllegalStateException("the publisher is closed");
        abandoned.forEach(sending -> sending.outcome.completeExceptionally(reason));
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
