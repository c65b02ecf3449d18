package io.millrace.saga;

import io.millrace.saga.Step.CommandStep;

/** How a saga goes on that was suspended. */
record Resumption<S extends Record>(SagaMove<S> move) {

    void resume() {
        move.change(move.instance().with(move.instance().course().resumed()));
    }

    /** What it stands at has as much time as if it began now. */
    void goOn() {
        resume();
        move.route().awaited().ifPresentOrElse(this::renew, move::proceed);
    }

    /** What is still under way is waited for anew; its outcome may come at any time. */
    private void renew(StepRun run) {
        if (run.status() != StepStatus.IN_FLIGHT) {
            move.put(run.renewed(resumedAs(run), move.now()));
        } else if (move.route().step(run.step()) instanceof CommandStep<S> command) {
            move.put(run.dueAt(move.answerDue(command)));
        }
    }

    private StepStatus resumedAs(StepRun run) {
        return run.status() == StepStatus.IN_DOUBT ? new Repetition<>(move).repeatedAs(run) : StepStatus.RETRYING;
    }
}
