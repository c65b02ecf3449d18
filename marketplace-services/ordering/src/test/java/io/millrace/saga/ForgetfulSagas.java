package io.millrace.saga;

import io.millrace.deadletter.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Sagas that undo only what is known to be done: the mistake that an exploration has to find. */
public final class ForgetfulSagas {

    private ForgetfulSagas() {}

    public static <S extends Record> SagaSimulation<S> of(Saga<S> saga, Instant now) {
        return new SagaSimulation<>(new ForgetfulMachine<>(saga), now);
    }

    private static final class ForgetfulMachine<S extends Record> extends SagaMachine<S> {

        ForgetfulMachine(Saga<S> saga) {
            super(saga);
        }

        @Override
        Transition apply(SagaInstance instance, Input input, Instant now) {
            Transition right = super.apply(instance, input, now);
            boolean turnsBack = instance.course().undoing() == null
                    && right.instance().course().undoing() != null;
            return turnsBack ? forgetful(instance, now) : right;
        }

        private Transition forgetful(SagaInstance instance, Instant now) {
            List<StepRun> changed = new ArrayList<>();
            SagaInstance forgotten = instance;
            for (StepRun run : instance.steps()) {
                if (!run.over()) {
                    StepRun rejected = run.ended(StepStatus.REJECTED, now, 100);
                    changed.add(rejected);
                    forgotten = forgotten.with(rejected);
                }
            }
            Input cancelled = new Input.Cancelled(new Operator("somebody", "forgetful"));
            Transition wrong = super.apply(forgotten, cancelled, now);
            JournalEntry entry = Objects.requireNonNull(wrong.entry());
            changed.addAll(entry.changed());
            JournalEntry whole = new JournalEntry(
                    entry.saga(), now, entry.what(), null, null, entry.after(), changed, entry.operator());
            return new Transition(wrong.instance(), whole, wrong.sends(), wrong.work(), wrong.disposition());
        }
    }
}
