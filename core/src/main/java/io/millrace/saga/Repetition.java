package io.millrace.saga;

import io.millrace.saga.Step.CallStep;
import java.time.Duration;
import java.time.Instant;

/** What a failure makes of a step: it is repeated or asked after in a while, until a person has to look. */
record Repetition<S extends Record>(SagaMove<S> move) {

    void after(StepRun run, String error) {
        if (run.is(Direction.FORWARD) && move.instance().course().undoing() != null) {
            move.put(run.failed(StepStatus.IN_DOUBT, move.now(), error));
            move.proceed();
            return;
        }
        StepRun failed = run.failed(repeatedAs(run), move.now(), error);
        Instant since = failed.failedSince() == null ? move.now() : failed.failedSince();
        Retry retry = retry(run.step());
        Instant next = move.now().plus(pause(run, retry, since));
        if (next.isAfter(since.plus(retry.budget()))) {
            giveUp(run, since, error);
        } else {
            move.put(failed.dueAt(next));
        }
    }

    private void giveUp(StepRun run, Instant since, String error) {
        boolean doubtful = run.is(Direction.FORWARD) && move.route().step(run.step()) instanceof CallStep;
        move.put(run.failed(doubtful ? StepStatus.IN_DOUBT : StepStatus.FAILED, move.now(), error));
        move.suspend("step '%s' failed for %s: %s".formatted(run.step(), Duration.between(since, move.now()), error));
    }

    /** What has a probe is asked after first. */
    StepStatus repeatedAs(StepRun run) {
        boolean probed = run.is(Direction.FORWARD)
                && move.route().step(run.step()) instanceof CallStep<S> call
                && call.probe() != null;
        return probed ? StepStatus.IN_DOUBT : StepStatus.RETRYING;
    }

    /** Probes are not counted as attempts, and slow down with the time that they have failed for. */
    private Duration pause(StepRun run, Retry retry, Instant since) {
        boolean probing = run.status() == StepStatus.IN_DOUBT;
        int attempt = probing ? retry.attemptsIn(Duration.between(since, move.now())) : run.attempts();
        return retry.after(attempt, move.instance().id().hashCode());
    }

    private Retry retry(String id) {
        Step<S> definition = move.route().step(id);
        return definition == null ? Retry.defaults() : definition.basics().retry();
    }
}
