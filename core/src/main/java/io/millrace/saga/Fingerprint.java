package io.millrace.saga;

import io.millrace.event.EventType;
import io.millrace.saga.Step.CommandStep;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells definitions apart by a text of durable names, a step a line. It is stored: the text must not change. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(List<? extends Step<?>> steps) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text(steps).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Such as {@code reserve command undo answers=Reserved refusals=OutOfStock undone-by=Released}. */
    static String text(List<? extends Step<?>> steps) {
        return steps.stream().map(Fingerprint::line).collect(Collectors.joining("\n"));
    }

    private static String line(Step<?> step) {
        String line = "%s %s %s".formatted(step.id(), step.kind(), step.undoable() ? "undo" : "no-undo");
        return step instanceof CommandStep<?> command ? line + answers(command) : line;
    }

    private static String answers(CommandStep<?> command) {
        Set<Class<?>> undoneBy =
                command.undo() == null ? Set.of() : command.undo().answers();
        return " answers=%s refusals=%s undone-by=%s"
                .formatted(
                        names(command.answers().keySet()),
                        names(command.rejections().folds().keySet()),
                        names(undoneBy));
    }

    private static String names(Collection<Class<?>> messages) {
        return messages.stream().map(Fingerprint::name).sorted().collect(Collectors.joining(","));
    }

    private static String name(Class<?> message) {
        EventType type = message.getAnnotation(EventType.class);
        return type == null ? message.getName() : type.value();
    }
}
