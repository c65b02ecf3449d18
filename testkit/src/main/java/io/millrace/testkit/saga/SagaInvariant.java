package io.millrace.testkit.saga;

import io.millrace.saga.Direction;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.Saga.StepShape;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.StepRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What holds of a saga whatever happened to it. */
public interface SagaInvariant<S extends Record> {

    /** What is wrong, if it does not hold. */
    Optional<String> violation(ExploredSaga<S> explored);

    /** One of your own, which holds where the predicate does. */
    static <S extends Record> SagaInvariant<S> of(String otherwise, Predicate<ExploredSaga<S>> holds) {
        return explored -> holds.test(explored) ? Optional.empty() : Optional.of(otherwise);
    }

    /** Those that hold for every saga, by their names. */
    static <S extends Record> Map<String, SagaInvariant<S>> builtIn() {
        Map<String, SagaInvariant<S>> all = new LinkedHashMap<>();
        all.put("noEffectWithoutUndo", SagaInvariant::noEffectWithoutUndo);
        all.put("noUndoAfterPivot", SagaInvariant::noUndoAfterPivot);
        all.put("reverseOrder", SagaInvariant::reverseOrder);
        all.put("atMostOneEffectForAKey", SagaInvariant::atMostOneEffectForAKey);
        all.put("completedMeansDone", SagaInvariant::completedMeansDone);
        all.put("endsOrIsSuspended", SagaInvariant::endsOrIsSuspended);
        all.put("journalReplays", SagaInvariant::journalReplays);
        return all;
    }

    /** Nothing that can be undone is left of a saga that was undone, not even what took effect late. */
    static <S extends Record> Optional<String> noEffectWithoutUndo(ExploredSaga<S> explored) {
        if (explored.instance().status() != SagaStatus.COMPENSATED) {
            return Optional.empty();
        }
        return explored.saga().saga().shape().stream()
                .filter(StepShape::undoable)
                .filter(step -> explored.stands(step.id()))
                .findFirst()
                .map(step -> "the effect of '%s' still stands, and the saga is COMPENSATED".formatted(step.id()));
    }

    /** Nothing is undone once the pivot is done. */
    static <S extends Record> Optional<String> noUndoAfterPivot(ExploredSaga<S> explored) {
        boolean past = explored.saga().saga().shape().stream()
                .anyMatch(step -> step.kind().equals("pivot") && explored.stands(step.id()));
        if (!past && !explored.instance().course().pastPivot()) {
            return Optional.empty();
        }
        return explored.instance().steps().stream()
                .filter(run -> run.direction() == Direction.COMPENSATE)
                .findFirst()
                .map(run -> "'%s' was undone, and the pivot is done".formatted(run.step()));
    }

    /** What was done last is undone first, and what is in doubt before that. */
    static <S extends Record> Optional<String> reverseOrder(ExploredSaga<S> explored) {
        Map<String, Long> done = new LinkedHashMap<>();
        for (JournalEntry entry : explored.saga().journal()) {
            for (StepRun run : entry.changed()) {
                if (run.direction() == Direction.COMPENSATE && !done.containsKey(run.step())) {
                    done.put(run.step(), endedAs(explored.instance(), run.step()));
                }
            }
        }
        List<Long> order = new ArrayList<>(done.values());
        order.removeIf(sequence -> sequence < 0);
        for (int i = 1; i < order.size(); i++) {
            if (order.get(i) >= order.get(i - 1)) {
                return Optional.of("undone in the order " + done);
            }
        }
        return Optional.empty();
    }

    private static long endedAs(SagaInstance instance, String step) {
        return instance.run(step, Direction.FORWARD)
                .map(run -> run.endedSeq() == 0 ? Long.MAX_VALUE : run.endedSeq())
                .orElse(-1L);
    }

    /** All attempts of a step have one key, and take effect once. */
    static <S extends Record> Optional<String> atMostOneEffectForAKey(ExploredSaga<S> explored) {
        return explored.effects().entrySet().stream()
                .filter(step ->
                        step.getValue().times() > 1 || step.getValue().keys().size() > 1)
                .findFirst()
                .map(step -> "'%s' took effect %d times, under the keys %s"
                        .formatted(
                                step.getKey(),
                                step.getValue().times(),
                                step.getValue().keys()));
    }

    /** All steps of a saga that is completed have taken effect. */
    static <S extends Record> Optional<String> completedMeansDone(ExploredSaga<S> explored) {
        if (explored.instance().status() != SagaStatus.COMPLETED) {
            return Optional.empty();
        }
        return explored.saga().saga().shape().stream()
                .filter(step -> !step.kind().equals("publish") && !explored.stands(step.id()))
                .findFirst()
                .map(step -> "the saga is COMPLETED without the effect of '%s'".formatted(step.id()));
    }

    /** It ends, or waits for a person, and does not stand still for no reason. */
    static <S extends Record> Optional<String> endsOrIsSuspended(ExploredSaga<S> explored) {
        SagaStatus status = explored.instance().status();
        if (!explored.restful()) {
            return Optional.of("it is %s and does not come to rest".formatted(status));
        }
        return status.ended() || status == SagaStatus.SUSPENDED
                ? Optional.empty()
                : Optional.of("it is %s for ever: give what it waits for an answerWithin, or the saga a deadline"
                        .formatted(status));
    }

    /** The journal alone leads to the saga as it stands. */
    static <S extends Record> Optional<String> journalReplays(ExploredSaga<S> explored) {
        List<StepRun> runs = new ArrayList<>();
        long revision = 0;
        for (JournalEntry entry : explored.saga().journal()) {
            if (entry.revision() != ++revision) {
                return Optional.of("revision %d follows %d".formatted(entry.revision(), revision - 1));
            }
            for (StepRun changed : entry.changed()) {
                runs.removeIf(run ->
                        run.direction() == changed.direction() && run.step().equals(changed.step()));
                runs.add(changed);
            }
        }
        return runs.equals(explored.instance().steps())
                ? Optional.empty()
                : Optional.of("the journal leads to %s and not to %s"
                        .formatted(runs, explored.instance().steps()));
    }
}
