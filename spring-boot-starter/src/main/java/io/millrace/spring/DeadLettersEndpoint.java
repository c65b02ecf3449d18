package io.millrace.spring;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.FiledLetter;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.Operator;
import io.millrace.operations.DeadLetterOperations;
import io.millrace.operations.NoSuchLetterException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code deadletters}: lists and shows them, and has them redriven or discarded. Who does it is
 * the request's principal, or said in {@code actor} where requests have none.
 */
@Endpoint(id = "deadletters")
public final class DeadLettersEndpoint {

    private static final int PAGE = 50;
    private static final double PER_SECOND = 100;

    private final DeadLetterOperations operations;

    DeadLettersEndpoint(DeadLetterOperations operations) {
        this.operations = operations;
    }

    /** A letter in a list: without its payload and its stack. */
    public record Summary(
            long number,
            String source,
            String location,
            @Nullable String key,
            @Nullable String type,
            State state,
            String error,
            String fingerprint,
            int attempts,
            int failedAgain,
            Instant parkedAt,
            Instant failedAt,
            @Nullable Instant redriveAfter,
            @Nullable Instant resolvedAt) {

        static Summary of(FiledLetter filed) {
            DeadLetter letter = filed.letter();
            return new Summary(
                    filed.number(),
                    letter.source(),
                    letter.location(),
                    letter.key(),
                    letter.type(),
                    letter.state(),
                    letter.failure().errorClass(),
                    letter.failure().fingerprint(),
                    letter.attempts(),
                    filed.failedAgain(),
                    letter.parkedAt(),
                    filed.failedAt(),
                    filed.redriveAfter(),
                    filed.resolvedAt());
        }
    }

    /** What an action did, or would have done. */
    public record Done(String action, long letters, boolean dryRun) {}

    /** A page of letters, the newest first; the next one begins before the last number. */
    @ReadOperation
    public List<Summary> list(
            @Nullable String source,
            @Nullable String key,
            @Nullable String type,
            @Nullable String fingerprint,
            @Nullable String state,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            @Nullable Long before,
            @Nullable Integer limit) {
        LetterFilter filter = filter(null, source, key, type, fingerprint, state, from, to);
        return Requests.refusing(() -> operations
                .list(
                        filter,
                        Objects.requireNonNullElse(before, Long.MAX_VALUE),
                        Objects.requireNonNullElse(limit, PAGE))
                .stream()
                .map(Summary::of)
                .toList());
    }

    /** One letter by its number, with its payload and what was done to it; or {@code groups} of one cause. */
    @ReadOperation
    public @Nullable Object show(
            @Selector String what, @Nullable String source, @Nullable String state, @Nullable Integer limit) {
        if (what.equals("groups")) {
            LetterFilter filter = filter(null, source, null, null, null, state, null, null);
            return Requests.refusing(() -> operations.groups(filter, Objects.requireNonNullElse(limit, PAGE)));
        }
        try {
            return operations.show(Long.parseLong(what));
        } catch (NumberFormatException e) {
            throw Requests.refused("ask for 'groups' or for the number of a dead letter, not for '" + what + "'");
        } catch (NoSuchLetterException e) {
            return null;
        }
    }

    /** {@code redrive} or {@code discard}, of one letter by its number or of all that a filter takes. */
    @WriteOperation
    public Done act(
            SecurityContext security,
            @Selector String action,
            @Nullable String actor,
            @Nullable String reason,
            @Nullable Long number,
            @Nullable String source,
            @Nullable String key,
            @Nullable String type,
            @Nullable String fingerprint,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            @Nullable Double perSecond,
            @Nullable Boolean dryRun) {
        LetterFilter filter = filter(number, source, key, type, fingerprint, null, from, to);
        return Requests.refusing(() -> {
            Operator operator = Requests.operator(security, actor, reason);
            return switch (action) {
                case "redrive" ->
                    Boolean.TRUE.equals(dryRun)
                            ? new Done(action, operations.redrivable(filter), true)
                            : new Done(action, redrive(filter, operator, perSecond), false);
                case "discard" -> new Done(action, discard(filter, operator), false);
                default -> throw Requests.refused("'redrive' or 'discard' dead letters, not '" + action + "'");
            };
        });
    }

    private long redrive(LetterFilter filter, Operator operator, @Nullable Double perSecond) {
        if (filter.number() == null) {
            return operations.redrive(filter, operator, Objects.requireNonNullElse(perSecond, PER_SECOND));
        }
        operations.redrive(filter.number(), operator);
        return 1;
    }

    private long discard(LetterFilter filter, Operator operator) {
        if (filter.number() == null) {
            return operations.discard(filter, operator);
        }
        operations.discard(filter.number(), operator);
        return 1;
    }

    private static LetterFilter filter(
            @Nullable Long number,
            @Nullable String source,
            @Nullable String key,
            @Nullable String type,
            @Nullable String fingerprint,
            @Nullable String state,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to) {
        LetterFilter filter =
                new LetterFilter(number, source, key, type, fingerprint, Set.of(), instant(from), instant(to));
        return state == null ? filter : filter.in(Requests.constant(State.class, state));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
