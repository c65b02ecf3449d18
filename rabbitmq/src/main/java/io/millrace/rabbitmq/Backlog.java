package io.millrace.rabbitmq;

import io.millrace.outbox.PublishRefusedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher has taken on and not finished. Of each key at most one message is unconfirmed, for RabbitMQ may
 * refuse one and take the next. Guarded by the publisher's lock.
 */
final class Backlog {

    /** A message that can never be published, and why. */
    record Refused(Sending sending, PublishRefusedException reason) {}

    private static final Duration LONG_UNCONFIRMED = Duration.ofSeconds(10);

    private final int window;
    private final int refillBelow;
    private final Map<Sending.Key, Sending> lastOfKey = new HashMap<>();
    private final Deque<Sending> ready = new ArrayDeque<>();
    private final Unconfirmed unconfirmed = new Unconfirmed();
    private final Map<String, Route> routes = new HashMap<>();
    private final Refusals refusals = new Refusals();
    private final List<Refused> refused = new ArrayList<>();
    private int messages;
    private long bytes;

    /** @param window unconfirmed messages at the most */
    Backlog(int window) {
        this.window = window;
        this.refillBelow = window - window / 4;
    }

    Optional<PublishRefusedException> refusal(String exchange) {
        return refusals.of(exchange);
    }

    Route route(String exchange, String routingKey) {
        return routes.computeIfAbsent(exchange + "\n" + routingKey, name -> new Route(exchange, routingKey));
    }

    void add(Sending sending) {
        messages++;
        bytes += sending.body.length;
        Sending last = lastOfKey.put(sending.key, sending);
        if (last == null) {
            ready.add(sending);
        } else {
            last.next = sending;
        }
    }

    boolean isEmpty() {
        return messages == 0;
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    /** Whether there is room for several messages: sent together they cost less than one for each confirm. */
    boolean hasRoom() {
        return unconfirmed.size() < refillBelow;
    }

    /** What to send now, each under the next of the tags that RabbitMQ will confirm. */
    List<Sending> next(int atMost, long firstTag) {
        List<Sending> batch = new ArrayList<>();
        long now = System.nanoTime();
        while (batch.size() < atMost && unconfirmed.size() < window && !ready.isEmpty()) {
            Sending sending = ready.remove();
            Route route = sending.route;
            Optional<PublishRefusedException> refusal = refusals.of(route.exchange);
            if (refusal.isPresent()) {
                refuse(sending, refusal.get());
            } else if (route.isOpen() || route.isProbe(sending)) {
                sending.sentAtNanos = now;
                unconfirmed.add(firstTag + batch.size(), sending);
                batch.add(sending);
            } else {
                route.await(sending);
            }
        }
        return batch;
    }

    /** The route whose exchange has to be looked after next, now or later. */
    Optional<Route> toBePrepared() {
        Route first = null;
        for (Route route : routes.values()) {
            if (route.isToBePrepared() && (first == null || route.dueAtNanos() - first.dueAtNanos() < 0)) {
                first = route;
            }
        }
        return Optional.ofNullable(first);
    }

    void prepared(Route route) {
        ready.addAll(route.prepared());
    }

    /** RabbitMQ sent the message back; its confirm is still to come. */
    void returned(String messageId, String reason) {
        unconfirmed.withId(messageId).ifPresent(sending -> sending.returned = reason);
    }

    /** RabbitMQ has taken the messages, or has it not; returns those that are finished. */
    List<Sending> confirmed(long tag, boolean multiple, boolean taken) {
        List<Sending> done = new ArrayList<>();
        unconfirmed.take(tag, multiple).forEach(sending -> settle(sending, taken, done));
        return done;
    }

    private void settle(Sending sending, boolean taken, List<Sending> done) {
        Route route = sending.route;
        if (!taken) {
            route.failed(sending, "RabbitMQ could not take a message for " + route);
        } else if (sending.returned != null) {
            route.failed(sending, "no queue takes messages of %s (%s)".formatted(route, sending.returned));
            sending.returned = null;
        } else {
            ready.addAll(route.confirmed(sending));
            finish(sending);
            done.add(sending);
        }
    }

    private void finish(Sending sending) {
        messages--;
        bytes -= sending.body.length;
        if (sending.next == null) {
            lastOfKey.remove(sending.key);
        } else {
            ready.add(sending.next);
            sending.next = null;
        }
    }

    private void refuse(Sending sending, PublishRefusedException reason) {
        finish(sending);
        refused.add(new Refused(sending, reason));
    }

    /** The connection is gone, and with it the outcome of what is unconfirmed: it is sent again, before all else. */
    void disconnected() {
        for (Sending sending : unconfirmed.takeAll().reversed()) {
            sending.returned = null;
            ready.addFirst(sending);
        }
        routes.values().forEach(Route::unknown);
    }

    /** Messages to the exchange are refused for a while. */
    void refuse(String exchange, PublishRefusedException reason) {
        refusals.add(exchange, reason);
        routes.values().stream()
                .filter(route -> route.exchange.equals(exchange))
                .forEach(route -> ready.addAll(route.drain()));
    }

    /** Refuses the first message that is ready and fits. */
    void refuse(Predicate<Sending> which, PublishRefusedException reason) {
        Optional<Sending> found = ready.stream().filter(which).findFirst();
        found.ifPresent(sending -> {
            ready.remove(sending);
            refuse(sending, reason);
        });
    }

    /** Those that were refused since the last call. */
    List<Refused> takeRefused() {
        if (refused.isEmpty()) {
            return List.of();
        }
        List<Refused> taken = List.copyOf(refused);
        refused.clear();
        return taken;
    }

    /** What messages wait for. */
    Optional<String> trouble(long nowNanos) {
        return routes.values().stream()
                .flatMap(route -> route.trouble().stream())
                .findFirst()
                .or(() -> unconfirmedFor(nowNanos));
    }

    /** RabbitMQ holds its confirms back where a quorum queue has lost its majority. */
    private Optional<String> unconfirmedFor(long nowNanos) {
        return unconfirmed
                .oldest()
                .filter(oldest -> nowNanos - oldest.sentAtNanos >= LONG_UNCONFIRMED.toNanos())
                .map(oldest -> "RabbitMQ does not confirm messages for " + oldest.route);
    }

    /** Gives everything up. */
    Collection<Sending> abandon() {
        List<Sending> all = new ArrayList<>();
        for (Sending first : ready) {
            addLine(first, all);
        }
        unconfirmed.takeAll().forEach(first -> addLine(first, all));
        routes.values().forEach(route -> route.drain().forEach(first -> addLine(first, all)));
        ready.clear();
        lastOfKey.clear();
        messages = 0;
        bytes = 0;
        return all;
    }

    private static void addLine(Sending first, List<Sending> all) {
        for (@Nullable Sending sending = first; sending != null; sending = sending.next) {
            all.add(sending);
        }
    }
}
