package io.millrace.testkit.contract;

import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.log.Positioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A subscriber that has caught up with a log, and keeps what it is given from now on. */
final class LogReader<R extends Positioned> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration A_MOMENT = Duration.ofMillis(400);

    private final Log<R> log;
    private final Predicate<R> wanted;
    private final List<R> received = new ArrayList<>();
    private long cursor;

    LogReader(Log<R> log, Predicate<R> wanted) {
        this.log = log;
        this.wanted = wanted;
        this.cursor = log.read(log.last(), 1).through();
    }

    long cursor() {
        return cursor;
    }

    List<R> received() {
        return List.copyOf(received);
    }

    /** Reads until it has as many records as this, in all; fails when they do not come. */
    List<R> until(int count) {
        while (received.size() < count) {
            if (!awaitMore(PATIENCE)) {
                throw new AssertionError(
                        "the log holds only %d records of %d: %s".formatted(received.size(), count, received));
            }
            page(100);
        }
        return received();
    }

    /** Reads what is settled now, and what settles in a moment. */
    List<R> rest() {
        long before;
        do {
            before = cursor;
            awaitMore(A_MOMENT);
            page(100);
        } while (cursor > before);
        return received();
    }

    Page<R> page(int limit) {
        Page<R> page = log.read(cursor, limit);
        requireOrder(page);
        page.records().stream().filter(wanted).forEach(received::add);
        cursor = page.through();
        return page;
    }

    private void requireOrder(Page<R> page) {
        long previous = cursor;
        for (R item : page.records()) {
            if (item.position() <= previous) {
                throw new AssertionError("position %d came after %d".formatted(item.position(), previous));
            }
            previous = item.position();
        }
        if (page.through() < previous) {
            throw new AssertionError(
                    "the page ends at %d, before its last record at %d".formatted(page.through(), previous));
        }
    }

    private boolean awaitMore(Duration atMost) {
        try {
            return log.await(cursor, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
