package io.millrace.testkit.saga;

import io.millrace.saga.Direction;
import io.millrace.saga.Probe;
import io.millrace.saga.Work;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Other sides of calls: a key is decided on once, and shut out when it was undone. A call may take effect long after
 * its caller has given it up. For one thread.
 */
final class Calls<S extends Record> {

    /** A call that is being made. */
    private record Flight(Work work, String key, Object outcome, Instant latest) {}

    private final World<S> world;
    private final Map<String, Object> decided = new HashMap<>();
    private @Nullable Flight flight;
    private boolean landed;

    Calls(World<S> world) {
        this.world = world;
    }

    boolean inFlight() {
        return flight != null;
    }

    void begin(Work work) {
        String key = world.saga().attempt(work).key();
        Duration settles = world.participants().settling().getOrDefault(work.step(), Duration.ofDays(365));
        flight = new Flight(work, key, outcome(work), world.saga().now().plus(settles));
        landed = false;
    }

    private Object outcome(Work work) {
        if (work.direction() == Direction.COMPENSATE) {
            return "undone";
        }
        Optional<List<?>> choices =
                world.participants().outcomesOf(work.step(), world.saga().state());
        if (choices.isPresent()) {
            return world.any(choices.get());
        }
        try {
            return world.saga().perform(work);
        } catch (Throwable e) {
            return e;
        }
    }

    /** Something happens to the call: it arrives, its caller hears of it, or does not. */
    void goOn() {
        Flight current = flight;
        if (current == null) {
            return;
        }
        if (world.isOut()) {
            end(current, new SocketTimeoutException("nobody is reached"));
        } else if (!landed && world.trouble(20)) {
            landLater(current);
            breakOff(current);
        } else if (!landed) {
            landed = true;
            land(current);
        } else {
            end(current, world.trouble(20) ? new SocketTimeoutException("the answer was lost") : answer(current));
        }
    }

    /** The caller hears of a failure, or of nothing until its time is over. */
    private void breakOff(Flight current) {
        if (!world.trouble(50)) {
            end(current, new SocketTimeoutException("no answer"));
            return;
        }
        flight = null;
        world.tell(() -> "does not return: " + current.work());
        world.saga().givenUp(current.work());
    }

    /** The caller dies. */
    void crash() {
        Flight current = flight;
        if (current == null) {
            return;
        }
        world.tell(() -> "CRASH of the caller of " + current.work());
        if (!landed) {
            landLater(current);
        }
        if (world.trouble(20)) {
            world.later("a dead caller answers for " + current.work(), true, () -> report(current, answer(current)));
        }
        flight = null;
    }

    private void landLater(Flight current) {
        if (current.work().direction() == Direction.FORWARD) {
            world.later("arrives at the other side: " + current.work(), true, () -> land(current));
        }
    }

    private void land(Flight current) {
        String step = current.work().step();
        if (current.work().direction() == Direction.COMPENSATE) {
            world.tell(() -> "is undone at the other side: " + step);
            world.effect(step).undo();
            return;
        }
        boolean late = !world.saga().now().isBefore(current.latest());
        boolean refused =
                current.outcome() instanceof Throwable failure && !world.saga().isRefusal(step, failure);
        if (late || refused || world.effect(step).isShut() || decided.containsKey(step)) {
            return;
        }
        decided.put(step, current.outcome());
        if (!(current.outcome() instanceof Throwable)) {
            world.tell(() -> "takes effect at the other side: " + step);
            world.effect(step).act(current.key());
        }
    }

    private Object answer(Flight current) {
        if (current.work().direction() == Direction.COMPENSATE) {
            return current.outcome();
        }
        if (current.outcome() instanceof Throwable failure
                && !world.saga().isRefusal(current.work().step(), failure)) {
            return failure;
        }
        Object known = decided.get(current.work().step());
        return known == null || world.effect(current.work().step()).isShut()
                ? new IOException("the other side refuses")
                : known;
    }

    private void end(Flight current, Object outcome) {
        flight = null;
        world.tell(() -> "%s ends with %s".formatted(current.work(), outcome));
        report(current, outcome);
    }

    private void report(Flight current, Object outcome) {
        if (outcome instanceof Throwable failure) {
            world.saga().threw(current.work(), failure);
        } else {
            world.saga().returned(current.work(), outcome);
        }
    }

    /** The other side is asked what became of the call. */
    void probe(Work work) {
        if (world.isOut() || world.trouble(10)) {
            world.saga().threw(work, new SocketTimeoutException("nobody answers the probe"));
            return;
        }
        Probe.Finding<?> finding = world.trouble(10) ? Probe.unknown() : finding(work.step());
        world.tell(() -> "the probe says " + finding);
        world.saga().probed(work, finding);
    }

    private Probe.Finding<?> finding(String step) {
        Object known = decided.get(step);
        return known == null || known instanceof Throwable ? Probe.absent() : Probe.found(known);
    }
}
