package io.millrace.testkit.saga;

import io.millrace.saga.Direction;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.StepRun;
import io.millrace.saga.StepStatus;
import io.millrace.saga.Work;
import java.time.Duration;
import java.time.Instant;

/** One saga to which all kinds of things happen, and which is then left in peace. For one thread. */
final class SagaChaos<S extends Record> {

    private static final int MOST_HARMS = 80;
    private static final int MOST_ROUNDS = 2_000;

    private final World<S> world;
    private final Commands<S> commands;
    private final Calls<S> calls;
    private final People<S> people;

    SagaChaos(World<S> world) {
        this.world = world;
        this.commands = new Commands<>(world);
        this.calls = new Calls<>(world);
        this.people = new People<>(world);
    }

    ExploredSaga<S> run() {
        commands.collect();
        int harms = world.dice(MOST_HARMS);
        for (int i = 0; i < harms; i++) {
            happen();
            commands.collect();
        }
        world.calmDown();
        boolean restful = rest(world.dice(4));
        return new ExploredSaga<>(world.saga(), world.effects(), restful);
    }

    private void happen() {
        int what = world.dice(100);
        if (what < 60) {
            work();
        } else if (what < 85 && world.hasPending()) {
            world.arrive();
        } else if (what < 90) {
            pass(Duration.ofSeconds(10));
        } else if (what < 92) {
            pass(Duration.ofMinutes(10));
        } else if (what < 93) {
            world.toggleOutage();
        } else if (what < 95) {
            calls.crash();
            wake();
        } else {
            people.act();
        }
    }

    private void work() {
        if (calls.inFlight()) {
            calls.goOn();
        } else {
            wake();
        }
    }

    private void pass(Duration atMost) {
        Duration time = world.time(atMost);
        world.tell(() -> "time passes: " + time);
        world.saga().advance(time);
    }

    private void wake() {
        if (!calls.inFlight()) {
            world.saga().wake().ifPresent(this::perform);
        }
    }

    private void perform(Work work) {
        world.tell(work::toString);
        switch (work.kind()) {
            case CALL -> calls.begin(work);
            case PROBE -> calls.probe(work);
            case LOCAL -> local(work);
        }
    }

    private void local(Work work) {
        if (world.trouble(10)) {
            world.tell(() -> "CRASH before the commit of " + work);
            return;
        }
        if (world.isOut() || world.trouble(10)) {
            world.saga().threw(work, new IllegalStateException("the database is busy"));
            return;
        }
        try {
            world.saga().returned(work, world.saga().perform(work));
        } catch (Throwable e) {
            world.saga().threw(work, e);
        }
        if (isDone(work)) {
            commit(work);
        }
    }

    private boolean isDone(Work work) {
        return world.saga()
                .instance()
                .run(work.step(), work.direction())
                .map(StepRun::status)
                .filter(StepStatus.DONE::equals)
                .isPresent();
    }

    private void commit(Work work) {
        StepEffect effect = world.effect(work.step());
        if (work.direction() == Direction.FORWARD) {
            effect.commit();
        } else {
            effect.undo();
        }
    }

    /** Nothing goes wrong any more, and an operator retries so often; returns whether the saga came to rest. */
    private boolean rest(int retries) {
        int left = retries;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean suspended = world.saga().instance().status() == SagaStatus.SUSPENDED;
            if (world.hasPending()) {
                world.arrive();
            } else if (calls.inFlight()) {
                calls.goOn();
            } else if (suspended && left > 0) {
                left--;
                people.retry();
            } else if (!goOn()) {
                return true;
            }
            commands.collect();
        }
        return false;
    }

    private boolean goOn() {
        Instant wakeAt = world.saga().instance().times().wakeAt();
        if (wakeAt == null) {
            return false;
        }
        if (wakeAt.isAfter(world.saga().now())) {
            world.saga().advance(Duration.between(world.saga().now(), wakeAt));
        }
        wake();
        return true;
    }
}
