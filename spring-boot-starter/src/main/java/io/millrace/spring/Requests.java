package io.millrace.spring;

import io.millrace.deadletter.Operator;
import io.millrace.operations.NoSuchLetterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/** What requests to the endpoints of operators have in common. */
final class Requests {

    private Requests() {}

    /** Who does it: the request's principal, or the one named where requests have none. */
    static Operator operator(SecurityContext security, @Nullable String actor, @Nullable String reason) {
        String who = security.getPrincipal() == null
                ? actor
                : security.getPrincipal().getName();
        return new Operator(Objects.requireNonNullElse(who, ""), Objects.requireNonNullElse(reason, ""));
    }

    /** The constant of that name, in upper or lower case. */
    static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> refused("'%s' is none of %s".formatted(name, Arrays.toString(type.getEnumConstants()))));
    }

    /** Answers what can't be done with the reason. */
    static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (NoSuchLetterException | IllegalArgumentException | IllegalStateException e) {
            throw refused(e.getMessage());
        }
    }

    static InvalidEndpointRequestException refused(@Nullable String reason) {
        String said = Objects.requireNonNullElse(reason, "refused");
        return new InvalidEndpointRequestException(said, said);
    }
}
