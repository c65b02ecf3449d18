package io.millrace.saga;

import io.millrace.event.EventContext;
import io.millrace.saga.SagaInstance.Identity;
import io.millrace.saga.SagaInstance.Times;
import java.time.Instant;

/** Sagas that nobody wakes when their time has come: the mistake that an exploration has to find. */
public final class SleepySagas {

    private SleepySagas() {}

    public static <S extends Record> SagaSimulation<S> of(Saga<S> saga, Instant now) {
        return new SagaSimulation<>(new SleepyMachine<>(saga), now);
    }

    private static final class SleepyMachine<S extends Record> extends SagaMachine<S> {

        SleepyMachine(Saga<S> saga) {
            super(saga);
        }

        @Override
        Transition start(Identity identity, S state, EventContext context, Instant now) {
            return asleep(super.start(identity, state, context, now), now);
        }

        @Override
        Transition apply(SagaInstance instance, Input input, Instant now) {
            return asleep(super.apply(instance, input, now), now);
        }

        private static Transition asleep(Transition awake, Instant now) {
            Times times = awake.instance().times();
            Instant wakeAt = times.wakeAt();
            if (wakeAt == null || !wakeAt.isAfter(now)) {
                return awake;
            }
            Times never = new Times(times.startedAt(), times.updatedAt(), times.deadlineAt(), null, times.endedAt());
            return new Transition(
                    awake.instance().with(never), awake.entry(), awake.sends(), awake.work(), awake.disposition());
        }
    }
}
