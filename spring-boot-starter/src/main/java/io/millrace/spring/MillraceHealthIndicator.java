package io.millrace.spring;

import io.millrace.postgres.Holdback;
import io.millrace.postgres.Retention;
import io.millrace.postgres.SettledLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * DOWN when something fails and has not moved for the tolerated time though there is work before it; OUT_OF_SERVICE
 * when it stands still without saying why, as during an outage of the broker. DOWN also when the runner of sagas has
 * failed for the time.
 */
final class MillraceHealthIndicator extends AbstractHealthIndicator {

    private record Seen(long progress, Instant since) {}

    private final StatusBoard board;
    private final Map<String, SettledLog<?>> logs;
    private final RetentionRunner retention;
    private final Clock clock;
    private final Duration tolerance;
    private final Map<RunnerName, Seen> seen = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Instant> sagasFailSince = new AtomicReference<>();

    /** @param logs by their names; who holds one of them back is told */
    MillraceHealthIndicator(
            StatusBoard board,
            Map<String, SettledLog<?>> logs,
            RetentionRunner retention,
            Clock clock,
            Duration tolerance) {
        super("Millrace could not be asked how it stands");
        this.board = board;
        this.logs = Map.copyOf(logs);
        this.retention = retention;
        this.clock = clock;
        this.tolerance = tolerance;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        StatusBoard.Snapshot now = board.latest();
        if (now.failure().isPresent()) {
            builder.down(now.failure().get());
            return;
        }
        builder.up();
        logs.forEach((name, log) ->
                log.heldBackBy().ifPresent(open -> builder.withDetail("open append:" + name, openAppend(open))));
        builder.withDetail("retention", retained());
        now.sagas().ifPresent(sagas -> add(sagas, builder));
        for (RunnerStatus status : now.statuses().values()) {
            builder.withDetail(status.name().toString(), details(status, now));
            if (standsStill(status)) {
                builder.status(worse(builder.build().getStatus(), status));
            }
        }
    }

    /** Sagas that wait for a person are no reason to be down: the others go on. */
    private void add(SagaStatuses sagas, Health.Builder builder) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("suspended", sagas.standing().suspended());
        details.put("late", sagas.standing().late());
        sagas.failure().ifPresent(failure -> details.put("failure", failure.toString()));
        builder.withDetail("sagas", details);
        if (failsTooLong(sagas)) {
            builder.down();
        }
    }

    private boolean failsTooLong(SagaStatuses sagas) {
        Instant now = clock.instant();
        Instant since = sagasFailSince.updateAndGet(before -> {
            if (sagas.failure().isEmpty()) {
                return null;
            }
            return before == null ? now : before;
        });
        return since != null && !now.isBefore(since.plus(tolerance));
    }

    /** Who is late makes the outbox grow, but nothing is lost: no reason to be down. */
    private Map<String, Object> retained() {
        Map<String, Object> details = new LinkedHashMap<>();
        retention.status().ifPresent(status -> {
            details.put("segments", status.segments());
            details.put(
                    "late",
                    status.late().stream().map(Retention.Reader::subscription).toList());
        });
        retention.failure().ifPresent(failure -> details.put("failure", failure.toString()));
        return details;
    }

    private static Map<String, Object> openAppend(Holdback open) {
        return Map.of("backendPid", open.backendPid(), "since", open.since());
    }

    private static Status worse(Status before, RunnerStatus status) {
        return status.failure().isPresent() || before.equals(Status.DOWN) ? Status.DOWN : Status.OUT_OF_SERVICE;
    }

    private boolean standsStill(RunnerStatus status) {
        Instant now = clock.instant();
        Seen last = seen.compute(
                status.name(),
                (name, before) -> before == null || before.progress() != status.progress() || status.backlog() == 0
                        ? new Seen(status.progress(), now)
                        : before);
        return status.backlog() > 0 && !now.isBefore(last.since().plus(tolerance));
    }

    private static Map<String, Object> details(RunnerStatus status, StatusBoard.Snapshot now) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("backlog", status.backlog());
        status.oldest().ifPresent(oldest -> details.put("oldest", oldest));
        details.put("deadLetters", now.deadLetters().getOrDefault(status.name(), 0L));
        status.failure().ifPresent(failure -> details.put("failure", failure.toString()));
        return details;
    }
}
