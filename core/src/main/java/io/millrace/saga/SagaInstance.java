package io.millrace.saga;

import io.millrace.event.EventContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A saga that was started, as it is stored.
 *
 * @param revision raised by each transition
 * @param state JSON
 * @param course whither it goes
 * @param context which the messages of all its steps inherit
 * @param steps what was begun so far
 */
public record SagaInstance(
        Identity identity,
        long revision,
        String state,
        Course course,
        Times times,
        EventContext context,
        List<StepRun> steps) {

    /** @param key of the business, such as an order's id; each saga has one instance of it */
    public record Identity(UUID id, String name, int version, String key) {}

    /**
     * Whither a saga goes.
     *
     * @param pastPivot whether it only goes forward from now on
     * @param undoing why it turned back, if it did
     * @param suspension why it waits for a person, if it does
     */
    public record Course(
            SagaStatus status,
            boolean pastPivot,
            @Nullable Undoing undoing,
            @Nullable Suspension suspension) {

        static Course begun() {
            return new Course(SagaStatus.RUNNING, false, null, null);
        }

        Course past() {
            return new Course(status, true, undoing, suspension);
        }

        Course back(Undoing why) {
            return new Course(SagaStatus.COMPENSATING, pastPivot, why, null);
        }

        Course suspended(String reason) {
            return new Course(SagaStatus.SUSPENDED, pastPivot, undoing, new Suspension(status, reason));
        }

        Course resumed() {
            return suspension == null ? this : new Course(suspension.from(), pastPivot, undoing, null);
        }

        Course ended() {
            SagaStatus end = status == SagaStatus.RUNNING ? SagaStatus.COMPLETED : SagaStatus.COMPENSATED;
            return new Course(end, pastPivot, undoing, null);
        }
    }

    /** Why a saga turned back. */
    public record Undoing(Cause cause, String reason) {}

    /** What made a saga turn back. */
    public enum Cause {
        /** A step was refused. */
        REJECTED,
        /** Nobody answered in time. */
        UNANSWERED,
        /** The deadline passed before the pivot. */
        DEADLINE,
        /** Somebody cancelled it. */
        CANCELLED
    }

    /** @param from the status that it goes on with */
    public record Suspension(SagaStatus from, String reason) {}

    /** @param wakeAt when it has something to do; null if it waits for a message or a person only */
    public record Times(
            Instant startedAt,
            Instant updatedAt,
            @Nullable Instant deadlineAt,
            @Nullable Instant wakeAt,
            @Nullable Instant endedAt) {

        Times deadline(Instant at) {
            return new Times(startedAt, updatedAt, at, wakeAt, endedAt);
        }
    }

    public SagaInstance {
        steps = List.copyOf(steps);
    }

    public UUID id() {
        return identity.id();
    }

    public String key() {
        return identity.key();
    }

    public SagaStatus status() {
        return course.status();
    }

    /** How the step went that way, if it was begun. */
    public Optional<StepRun> run(String step, Direction direction) {
        return steps.stream()
                .filter(run -> run.is(direction) && run.step().equals(step))
                .findFirst();
    }

    SagaInstance with(Course changed) {
        return new SagaInstance(identity, revision, state, changed, times, context, steps);
    }

    SagaInstance with(Times changed) {
        return new SagaInstance(identity, revision, state, course, changed, context, steps);
    }

    /** While somebody is waited for the deadline stands still: as far off as it was when the saga last changed. */
    SagaInstance withoutTheWait(Instant now) {
        Instant deadline = times.deadlineAt();
        boolean counts = !course.pastPivot() && course.undoing() == null;
        return course.suspension() == null || !counts || deadline == null
                ? this
                : with(times.deadline(deadline.plus(Duration.between(times.updatedAt(), now))));
    }

    SagaInstance withState(String changed) {
        return new SagaInstance(identity, revision, changed, course, times, context, steps);
    }

    SagaInstance withRevision(long changed) {
        return new SagaInstance(identity, changed, state, course, times, context, steps);
    }

    SagaInstance with(StepRun changed) {
        List<StepRun> all = new ArrayList<>(steps);
        all.removeIf(run -> run.is(changed.direction()) && run.step().equals(changed.step()));
        all.add(changed);
        return new SagaInstance(identity, revision, state, course, times, context, all);
    }
}
