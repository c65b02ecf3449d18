package io.millrace.saga;

import io.millrace.saga.Step.CallStep;
import io.millrace.saga.Step.CommandStep;
import io.millrace.saga.Step.PublishStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A saga that is being described, and what is wrong with it. For one thread. */
final class SagaDraft<S extends Record> {

    private static final String POSITIVE = "give it a positive time";
    private static final String UNBOUNDED = "command '%s' may be waited for for ever, for %s";
    private static final String BOUND = "add .answerWithin(...)";

    private final String name;
    private final int version;
    private final Class<S> state;
    private final List<Step<S>> steps = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Duration deadline;
    private Reactions<S> reactions = Reactions.none();

    SagaDraft(String name, int version, Class<S> state) {
        this.name = name;
        this.version = version;
        this.state = state;
    }

    void add(Step<S> step) {
        steps.add(step);
    }

    /** Puts the changed step in the place of the last one, which it was made of. */
    <T extends Step<S>> T replaced(T before, T changed) {
        if (steps.isEmpty() || steps.getLast() != before) {
            throw new IllegalStateException(
                    "step '%s' is described after the next one has begun".formatted(before.id()));
        }
        steps.set(steps.size() - 1, changed);
        return changed;
    }

    void deadline(Duration time) {
        deadline = time;
    }

    void react(UnaryOperator<Reactions<S>> more) {
        reactions = more.apply(reactions);
    }

    Saga<S> build() {
        problems.clear();
        checkNames();
        checkPivot();
        checkMessages();
        steps.forEach(this::checkStep);
        if (deadline != null && !deadline.isPositive()) {
            problem("its deadline is " + deadline, POSITIVE);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "saga '%s' can't work:%n- %s".formatted(name, String.join("%n- ".formatted(), problems)));
        }
        return new Saga<>(name, version, state, List.copyOf(steps), deadline, reactions);
    }

    private void problem(String what, String remedy) {
        problems.add(what + ": " + remedy);
    }

    private void checkNames() {
        if (!name.matches(Saga.NAME)) {
            problem("its name is '" + name + "'", "use 1 to 100 letters, digits, dots, dashes or underscores");
        }
        if (version < 1) {
            problem("its version is " + version, "count versions from 1");
        }
        if (steps.isEmpty()) {
            problem("it has no step", "add one");
        }
        Set<String> ids = new HashSet<>(Set.of(Saga.WHEN_UNDONE));
        for (Step<S> step : steps) {
            if (!step.id().matches(Saga.NAME)) {
                problem(
                        "a step is called '" + step.id() + "'",
                        "use 1 to 100 letters, digits, dots, dashes or underscores");
            } else if (!ids.add(step.id())) {
                problem(
                        "two steps are called '" + step.id() + "', or one has a reserved name",
                        "give each a name of its own, for names are stored");
            }
        }
    }

    private void checkPivot() {
        List<Step<S>> pivots =
                steps.stream().filter(step -> step.basics().pivot()).toList();
        if (pivots.size() > 1) {
            problem(
                    "it has the pivots '%s' and '%s'"
                            .formatted(pivots.get(0).id(), pivots.get(1).id()),
                    "keep the one that decides and make the others local steps");
        }
    }

    private void checkMessages() {
        Map<Class<?>, String> owners = new HashMap<>();
        for (Step<S> step : steps) {
            if (step instanceof CommandStep<S> command && command.answers().isEmpty()) {
                problem(
                        "command '%s' has no answer".formatted(step.id()),
                        "add .answeredBy(TheAnswer.class), or publish it if nobody answers");
            }
            if (step instanceof CommandStep<S> command) {
                checkMeanings(command);
            }
            for (Class<?> message : step.messages()) {
                String owner = owners.put(message, step.id());
                if (owner != null) {
                    problem(
                            "'%s' and '%s' are both answered by %s"
                                    .formatted(owner, step.id(), message.getSimpleName()),
                            "give each step an answer type of its own, for it tells which step is answered");
                }
            }
        }
    }

    private void checkMeanings(CommandStep<S> command) {
        List<Class<?>> meanings = new ArrayList<>(command.answers().keySet());
        meanings.addAll(command.rejections().folds().keySet());
        meanings.addAll(command.undo() == null ? Set.of() : command.undo().answers());
        Set<Class<?>> once = new HashSet<>();
        meanings.stream().filter(type -> !once.add(type)).forEach(type -> {
            problem(
                    "%s means two things to command '%s'".formatted(type.getSimpleName(), command.id()),
                    "tell answer, refusal and the answer to the undo apart by their types");
        });
    }

    private void checkTimes(Step<S> step) {
        if (step instanceof CommandStep<S> command
                && command.answerWithin() != null
                && !command.answerWithin().isPositive()) {
            problem("command '%s' is answered within %s".formatted(step.id(), command.answerWithin()), POSITIVE);
        }
        if (step instanceof CallStep<S> call && call.times().settlesWithin().isNegative()) {
            problem(
                    "call '%s' settles within %s"
                            .formatted(step.id(), call.times().settlesWithin()),
                    POSITIVE);
        }
        if (step instanceof CallStep<S> call && !call.times().within().isPositive()) {
            problem(
                    "call '%s' returns within %s"
                            .formatted(step.id(), call.times().within()),
                    POSITIVE);
        }
    }

    /** No answer is waited for for ever. */
    private void checkWait(CommandStep<S> command, boolean pastPivot) {
        if (command.answerWithin() != null) {
            return;
        }
        boolean undoIsAnswered =
                command.undo() != null && !command.undo().answers().isEmpty();
        if (pastPivot) {
            problem(UNBOUNDED.formatted(command.id(), "after the pivot no deadline counts"), BOUND);
        } else if (undoIsAnswered) {
            problem(UNBOUNDED.formatted(command.id(), "its undo is answered, and then no deadline counts"), BOUND);
        } else if (deadline == null) {
            problem(
                    UNBOUNDED.formatted(command.id(), "the saga has no deadline"),
                    BOUND + ", or give the saga a .deadline(...)");
        }
    }

    private void checkStep(Step<S> step) {
        checkTimes(step);
        boolean pastPivot = steps.subList(0, steps.indexOf(step)).stream()
                .anyMatch(before -> before.basics().pivot());
        if (step instanceof CommandStep<S> command) {
            checkWait(command, pastPivot);
        }
        if (pastPivot || step.basics().pivot()) {
            checkForwardOnly(step, pastPivot);
            return;
        }
        boolean excused = step.basics().noUndoBecause() != null;
        if (step.undoable() && excused) {
            problem("step '%s' has an undo and says that it needs none".formatted(step.id()), "remove one of them");
        }
        if (!step.undoable() && !excused && !harmless(step)) {
            problem(
                    "%s '%s' can't be undone".formatted(step.kind(), step.id()),
                    step instanceof PublishStep
                            ? "put it after the pivot"
                            : "add .undo(...), or .noUndoNeeded(\"why\"), or put it after the pivot");
        }
    }

    private void checkForwardOnly(Step<S> step, boolean pastPivot) {
        if (step.undoable()) {
            problem(
                    "step '%s' has an undo, and the pivot is never undone, nor what is after it".formatted(step.id()),
                    "remove the undo or put the step before the pivot");
        }
        boolean rejectable =
                switch (step) {
                    case Step.LocalStep<S> local -> !local.rejections().folds().isEmpty();
                    case CommandStep<S> command -> !command.rejections().folds().isEmpty();
                    case CallStep<S> call -> !call.rejections().folds().isEmpty();
                    case PublishStep<S> publish -> false;
                };
        if (pastPivot && rejectable) {
            problem(
                    "step '%s' can be refused after the pivot".formatted(step.id()),
                    "remove rejectedBy, or take the refusal as an answer, or put the step before the pivot");
        }
    }

    /** The last step, if it is known at once whether it is done: nothing after it can make the saga turn back. */
    private boolean harmless(Step<S> step) {
        boolean last = steps.getLast() == step;
        return last && (step instanceof Step.LocalStep || step instanceof PublishStep);
    }
}
