package io.millrace.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A saga under test, and a runner that does what is due at once. */
final class Rig {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final SagaSimulation<Order> saga;

    private Rig(SagaSimulation<Order> saga) {
        this.saga = saga;
    }

    /** Its first messages are sent, and nothing else is done. */
    static Rig untouched(SagaSteps<Order> definition) {
        SagaSimulation<Order> saga = SagaSimulation.of(definition.build(), START);
        saga.start("o-1", Order.placed());
        return new Rig(saga);
    }

    static Rig started(SagaSteps<Order> definition) {
        return untouched(definition).run();
    }

    /** Does what is due now. */
    Rig run() {
        for (int rounds = 0; rounds < 1_000; rounds++) {
            Optional<Work> work = saga.wake();
            if (work.isPresent()) {
                perform(work.get());
            } else if (!isDue()) {
                return this;
            }
        }
        throw new AssertionError("it never rests: " + saga.journal());
    }

    private boolean isDue() {
        Instant wakeAt = saga.instance().times().wakeAt();
        return wakeAt != null && !wakeAt.isAfter(saga.now());
    }

    void perform(Work work) {
        Object result;
        try {
            result = saga.perform(work);
        } catch (Throwable e) {
            saga.threw(work, e);
            return;
        }
        if (work.kind() == Work.Kind.PROBE) {
            saga.probed(work, (Probe.Finding<?>) result);
        } else {
            saga.returned(work, result);
        }
    }

    /** The work that is due, which somebody begins. */
    Work begin() {
        return saga.wake().orElseThrow(() -> new AssertionError("nothing is due: " + saga.instance()));
    }

    Rig answer(Object message) {
        saga.deliver(message);
        return run();
    }

    /** Lets the time pass, and does what becomes due meanwhile. */
    Rig pass(Duration time) {
        Instant end = saga.now().plus(time);
        while (saga.now().isBefore(end)) {
            Instant wakeAt = saga.instance().times().wakeAt();
            Instant next = wakeAt == null || wakeAt.isAfter(end) ? end : wakeAt;
            saga.advance(Duration.between(saga.now(), next));
            run();
        }
        return this;
    }

    SagaStatus status() {
        return saga.instance().status();
    }

    StepStatus forward(String step) {
        return saga.instance().run(step, Direction.FORWARD).orElseThrow().status();
    }

    Optional<StepStatus> undo(String step) {
        return saga.instance().run(step, Direction.COMPENSATE).map(StepRun::status);
    }

    String reason() {
        SagaInstance.Course course = saga.instance().course();
        return Stream.of(
                        Optional.ofNullable(course.suspension()).map(SagaInstance.Suspension::reason),
                        Optional.ofNullable(course.undoing()).map(SagaInstance.Undoing::reason))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    List<Object> sent() {
        return saga.sent().stream().map(SagaSimulation.Sent::message).toList();
    }

    List<String> sentTypes() {
        return saga.sent().stream()
                .map(sent -> sent.message().getClass().getSimpleName())
                .toList();
    }

    List<StepRun> replayed() {
        List<StepRun> runs = new ArrayList<>();
        for (JournalEntry entry : saga.journal()) {
            for (StepRun changed : entry.changed()) {
                runs.removeIf(run -> run.is(changed.direction()) && run.step().equals(changed.step()));
                runs.add(changed);
            }
        }
        return runs;
    }
}
