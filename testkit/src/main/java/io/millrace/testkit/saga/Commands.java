package io.millrace.testkit.saga;

import io.millrace.saga.Direction;
import io.millrace.saga.SagaSimulation.Sent;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Participants that take commands in, each once: they act, refuse or say nothing, and shut an action out that comes
 * after its undo. For one thread.
 */
final class Commands<S extends Record> {

    private final World<S> world;
    private final Set<String> commands = new HashSet<>();
    private final Set<Sent> handled = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Object> accepted = new HashMap<>();
    private int known;

    Commands(World<S> world) {
        this.world = world;
        world.saga().saga().shape().stream()
                .filter(step -> step.kind().equals("command"))
                .forEach(step -> commands.add(step.id()));
    }

    /** Puts what the saga has sent meanwhile on its way. */
    void collect() {
        List<Sent> all = world.saga().sent();
        for (Sent sent : all.subList(known, all.size())) {
            if (sent.step() != null && commands.contains(sent.step())) {
                boolean mayBeLost = sent.direction() == Direction.FORWARD || sent.answered();
                world.later("arrives at its participant: " + sent.message(), mayBeLost, () -> take(sent));
            }
        }
        known = all.size();
    }

    private void take(Sent sent) {
        if (!handled.add(sent)) {
            return;
        }
        if (sent.direction() == Direction.FORWARD) {
            act(sent);
        } else {
            undo(sent);
        }
    }

    private void act(Sent sent) {
        String step = Objects.requireNonNull(sent.step());
        List<?> answers = world.participants().answersTo(sent.message());
        if (world.effect(step).isShut()) {
            shutOut(step, answers).ifPresent(this::answer);
            return;
        }
        if (answers.isEmpty() || world.trouble(5)) {
            world.tell(() -> "is never answered: " + sent.message());
            return;
        }
        Object answer = accepted.getOrDefault(step, world.any(answers));
        if (!world.saga().isRefusal(step, answer)) {
            world.effect(step).act(sent.event().aggregateId() + "/" + step);
            accepted.put(step, answer);
        }
        answer(answer);
    }

    private Optional<Object> shutOut(String step, List<?> answers) {
        world.tell(() -> "is shut out after its undo: " + step);
        return answers.stream()
                .map(answer -> (Object) answer)
                .filter(answer -> world.saga().isRefusal(step, answer))
                .findFirst();
    }

    private void undo(Sent sent) {
        world.effect(Objects.requireNonNull(sent.step())).undo();
        if (sent.answered()) {
            answer(world.any(world.participants().answersTo(sent.message())));
        }
    }

    private void answer(Object answer) {
        world.later("is answered: " + answer, true, () -> world.saga().deliver(answer));
    }
}
