package io.millrace.testkit.saga;

import io.millrace.saga.Direction;
import io.millrace.saga.Probe;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.StepRun;
import io.millrace.saga.StepStatus;
import io.millrace.saga.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does what is due as a test says, and else as the definition does. For one thread. */
final class ScriptedWork<S extends Record> {

    private static final int MOST_ROUNDS = 10_000;

    private final SagaSimulation<S> saga;
    private final Map<String, Object> calls = new HashMap<>();
    private final Map<String, Probe.Finding<?>> probes = new HashMap<>();
    private final Set<String> cutOff = new HashSet<>();
    private final Set<String> givenUp = new HashSet<>();

    ScriptedWork(SagaSimulation<S> saga) {
        this.saga = saga;
    }

    void call(Direction direction, String step, Object outcome) {
        calls.put(direction + known(step), outcome);
    }

    void probe(String step, Probe.Finding<?> finding) {
        probes.put(known(step), finding);
    }

    void cutOff(String step) {
        cutOff.add(known(step));
    }

    void giveUp(String step) {
        givenUp.add(known(step));
    }

    Optional<StepStatus> status(String step, Direction direction) {
        return saga.instance().run(known(step), direction).map(StepRun::status);
    }

    private String known(String step) {
        if (saga.saga().shape().stream().noneMatch(shape -> shape.id().equals(step))) {
            throw new IllegalArgumentException(
                    "saga '%s' has no step '%s'".formatted(saga.saga().name(), step));
        }
        return step;
    }

    void advance(Duration time) {
        Instant end = saga.now().plus(time);
        run();
        while (saga.now().isBefore(end)) {
            Instant wakeAt = saga.instance().times().wakeAt();
            Instant next = wakeAt == null || wakeAt.isAfter(end) ? end : wakeAt;
            saga.advance(Duration.between(saga.now(), next));
            run();
        }
    }

    /** Does all that is due now. */
    void run() {
        for (int round = 0; isDue(); round++) {
            if (round == MOST_ROUNDS) {
                throw new AssertionError("it does not come to rest:\n" + Story.of(saga.journal()));
            }
            saga.wake().ifPresent(this::perform);
        }
    }

    private boolean isDue() {
        Instant wakeAt = saga.instance().times().wakeAt();
        return wakeAt != null && !wakeAt.isAfter(saga.now());
    }

    private void perform(Work work) {
        boolean forward = work.kind() == Work.Kind.CALL && work.direction() == Direction.FORWARD;
        if (forward && cutOff.remove(work.step())) {
            return;
        }
        if (forward && givenUp.remove(work.step())) {
            saga.givenUp(work);
            return;
        }
        Object outcome = outcome(work);
        if (outcome instanceof Throwable failure) {
            saga.threw(work, failure);
        } else if (outcome instanceof Probe.Finding<?> finding && work.kind() == Work.Kind.PROBE) {
            saga.probed(work, finding);
        } else {
            saga.returned(work, outcome);
        }
    }

    private Object outcome(Work work) {
        Object said = work.kind() == Work.Kind.PROBE ? probes.get(work.step()) : null;
        if (work.kind() == Work.Kind.CALL) {
            said = calls.get(work.direction() + work.step());
        }
        if (said != null) {
            return said;
        }
        try {
            return saga.perform(work);
        } catch (Throwable e) {
            return e;
        }
    }
}
