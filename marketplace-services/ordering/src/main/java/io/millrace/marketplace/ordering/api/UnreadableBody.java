package io.millrace.marketplace.ordering.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What to tell a client whose body could not be read, without a word of how it was read. */
record UnreadableBody(HttpStatus status, String sentence) {

    private static final int LONGEST_NAME = 100;
    private static final String WHOLE_NUMBER = "whole number without quotes, at most " + Integer.MAX_VALUE;

    static UnreadableBody causedBy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BodyTooLargeException e -> {
                    return new UnreadableBody(HttpStatus.CONTENT_TOO_LARGE, String.valueOf(e.getMessage()));
                }
                case JacksonException e
                when !(e.getCause() instanceof java.io.IOException) -> {
                    return new UnreadableBody(HttpStatus.BAD_REQUEST, sentence(e));
                }
                default -> {}
            }
        }
        return new UnreadableBody(HttpStatus.BAD_REQUEST, "The request needs a JSON object as its body.");
    }

    private static String sentence(JacksonException e) {
        String path = path(e.getPath());
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "There is no field '%s'; known here are: %s.".formatted(path, known(unknown));
            case InputCoercionException outOfRange -> "A number in the body is no %s.".formatted(WHOLE_NUMBER);
            case StreamReadException broken ->
                "The body is no valid JSON at line %d, column %d."
                        .formatted(
                                broken.getLocation().getLineNr(),
                                broken.getLocation().getColumnNr());
            case MismatchedInputException mismatched
            when path.isEmpty() -> "The request needs a JSON object as its body.";
            case MismatchedInputException mismatched ->
                "The value of '%s' must be %s.".formatted(path, kind(mismatched.getTargetType()));
            default -> path.isEmpty() ? "The body can't be read." : "The value of '%s' can't be read.".formatted(path);
        };
    }

    private static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds() == null
                ? "none"
                : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another kind";
        }
        if (Number.class.isAssignableFrom(type) || type == int.class) {
            return "a " + WHOLE_NUMBER;
        }
        if (type == String.class) {
            return "a text in quotes";
        }
        return Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.substring(0, Math.min(path.length(), LONGEST_NAME));
    }
}
