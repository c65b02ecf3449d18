package io.millrace.spring;

import io.millrace.deadletter.Operator;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.Resolution;
import io.millrace.saga.SagaDesk;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaInstance.Suspension;
import io.millrace.saga.SagaInstance.Undoing;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore.Filter;
import io.millrace.saga.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code sagas}: lists and shows them, and has them retried, resolved, cancelled or given more
 * time. Who does it is the request's principal, or said in {@code actor} where requests have none.
 */
@Endpoint(id = "sagas")
public final class SagasEndpoint {

    private static final int PAGE = 50;

    private final SagaDesk desk;
    private final SagasEndpointProperties shown;

    SagasEndpoint(SagaDesk desk, SagasEndpointProperties shown) {
        this.desk = desk;
        this.shown = shown;
    }

    /** A saga without its state. */
    public record Summary(
            UUID id,
            String name,
            int version,
            String key,
            SagaStatus status,
            @Nullable String suspendedFor,
            @Nullable String undoneFor,
            Instant startedAt,
            Instant updatedAt,
            @Nullable Instant endedAt) {

        static Summary of(SagaInstance saga) {
            Suspension suspension = saga.course().suspension();
            Undoing undoing = saga.course().undoing();
            return new Summary(
                    saga.id(),
                    saga.identity().name(),
                    saga.identity().version(),
                    saga.key(),
                    saga.status(),
                    suspension == null ? null : suspension.reason(),
                    undoing == null ? null : undoing.reason(),
                    saga.times().startedAt(),
                    saga.times().updatedAt(),
                    saga.times().endedAt());
        }
    }

    /** One transition. */
    public record Entry(
            long revision,
            Instant at,
            JournalEntry.Kind what,
            @Nullable String step,
            @Nullable String detail,
            SagaStatus status,
            @Nullable Operator operator) {

        static Entry of(JournalEntry entry) {
            return new Entry(
                    entry.revision(),
                    entry.at(),
                    entry.what(),
                    entry.step(),
                    entry.detail(),
                    entry.after().status(),
                    entry.operator());
        }
    }

    /**
     * A saga with its steps and its history.
     *
     * @param state null unless {@code management.endpoint.sagas.show-values} allows to show it
     */
    public record Shown(Summary saga, @Nullable String state, List<StepRun> steps, List<Entry> history) {}

    /** Those that changed last come first. */
    @ReadOperation
    public List<Summary> list(
            @Nullable String name, @Nullable String status, @Nullable Duration unchangedFor, @Nullable Integer limit) {
        Set<SagaStatus> in = status == null ? Set.of() : Set.of(Requests.constant(SagaStatus.class, status));
        return Requests.refusing(
                () -> desk.list(new Filter(name, in, unchangedFor), Objects.requireNonNullElse(limit, PAGE)).stream()
                        .map(Summary::of)
                        .toList());
    }

    /** The saga of that name under the key. */
    @ReadOperation
    public @Nullable Shown show(SecurityContext security, @Selector String name, @Selector String key) {
        boolean withState = shown.showValues().isShown(security, shown.roles());
        return desk.find(name, key)
                .map(saga -> new Shown(
                        Summary.of(saga),
                        withState ? saga.state() : null,
                        saga.steps(),
                        desk.history(saga.id()).stream().map(Entry::of).toList()))
                .orElse(null);
    }

    /** {@code retry}, {@code resolve}, {@code cancel} or {@code extend} the saga. */
    @WriteOperation
    public Summary act(
            SecurityContext security,
            @Selector String action,
            UUID id,
            @Nullable String actor,
            @Nullable String reason,
            @Nullable String resolution,
            @Nullable Duration time) {
        return Requests.refusing(() -> {
            Operator operator = Requests.operator(security, actor, reason);
            return Summary.of(
                    switch (action) {
                        case "retry" -> desk.retry(id, operator);
                        case "cancel" -> desk.cancel(id, operator);
                        case "resolve" -> desk.resolve(id, said(resolution), operator);
                        case "extend" -> desk.extendDeadline(id, more(time), operator);
                        default ->
                            throw Requests.refused(
                                    "'retry', 'resolve', 'cancel' or 'extend' a saga, not '" + action + "'");
                    });
        });
    }

    private static Resolution said(@Nullable String resolution) {
        if (resolution == null) {
            throw Requests.refused("say in 'resolution' whether the step is DONE or NOT_DONE");
        }
        return Requests.constant(Resolution.class, resolution);
    }

    private static Duration more(@Nullable Duration time) {
        if (time == null || !time.isPositive()) {
            throw Requests.refused("say in 'time' how much time it gets from now on, such as PT10M");
        }
        return time;
    }
}
