package io.millrace.postgres;

import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Follows how far a log is settled, on a thread and a connection of its own, for all subscribers of the log.
 *
 * <p>It reports the last <em>record</em> that is settled, never a dead number after it: a record survives a crash
 * of the server, but numbers that were drawn after it may be given out again.
 */
final class SettledPoller implements AutoCloseable {

    private static final long HOTTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Backoff RECONNECT = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

    private final DataSource dataSource;
    private final String table;
    private final Clock clock = Clock.systemUTC();

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition woken = lock.newCondition();
    private @Nullable Loop loop;
    private boolean closed;
    private boolean wake;
    private long settled;
    private long asked;
    private long answered;
    private @Nullable SQLException failure;
    private Optional<Holdback> heldBackBy = Optional.empty();

    // Touched by the loop only.
    private @Nullable LogSession session;
    private SettledPositions positions = new SettledPositions(clock);
    private SettledPositions.@Nullable Look before;
    private long looked;
    private long pauseNanos = HOTTEST_NANOS;

    SettledPoller(DataSource dataSource, String table) {
        this.dataSource = dataSource;
        this.table = table;
    }

    /** The last settled record, from the latest look if that is past the position, else from a new look. */
    long settledAfter(long position) {
        lock.lock();
        try {
            start();
            awaitAnswer(position, ++asked);
            if (settled <= position && failure != null) {
                throw new DatabaseException(failure);
            }
            return settled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(new SQLTransientConnectionException("interrupted while looking at the log", e));
        } finally {
            lock.unlock();
        }
    }

    private void awaitAnswer(long position, long ask) throws InterruptedException {
        long remaining = PATIENCE.toNanos();
        while (settled <= position && answered < ask) {
            if (remaining <= 0 || closed) {
                throw new DatabaseException(new SQLTransientConnectionException("no look at the log was possible"));
            }
            signalLoop();
            remaining = changed.awaitNanos(remaining);
        }
    }

    /** Waits until there is a settled record after the position. */
    boolean await(long position, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            start();
            long remaining = atMost.toNanos();
            while (settled <= position && remaining > 0 && !closed) {
                remaining = changed.awaitNanos(remaining);
            }
            return settled > position;
        } finally {
            lock.unlock();
        }
    }

    /** Says that something was committed just now. */
    void wake() {
        lock.lock();
        try {
            signalLoop();
        } finally {
            lock.unlock();
        }
    }

    Optional<Holdback> heldBackBy() {
        lock.lock();
        try {
            return heldBackBy;
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        if (closed) {
            throw new IllegalStateException("the log of " + table + " is closed");
        }
        if (loop == null) {
            loop = Loop.start("log-" + table, this::step, RECONNECT);
        }
    }

    private void signalLoop() {
        wake = true;
        woken.signal();
    }

    private Duration step() throws SQLException, InterruptedException {
        long ask = begin();
        try {
            look();
        } catch (SQLException | RuntimeException e) {
            end(ask, e instanceof SQLException sql ? sql : new SQLException(e));
            forget();
            throw e;
        }
        end(ask, null);
        pause();
        return Duration.ZERO;
    }

    private long begin() {
        lock.lock();
        try {
            wake = false;
            return asked;
        } finally {
            lock.unlock();
        }
    }

    private void look() throws SQLException {
        if (session == null) {
            session = LogSession.open(dataSource, table);
        }
        SettledPositions.Look look = session.look();
        positions.see(look);
        long visible = settledRecord(session);
        boolean moved = positions.settled() > looked || !look.equals(before);
        pauseNanos = moved ? HOTTEST_NANOS : Math.min(2 * pauseNanos, positions.pending() ? PENDING_NANOS : IDLE_NANOS);
        looked = positions.settled();
        before = look;
        publish(visible);
    }

    /** In new statements, for only their snapshots are sure to show what ended before the look. */
    private long settledRecord(LogSession session) throws SQLException {
        long through = positions.settled();
        long visible = through > looked ? session.lastVisible(settled, through) : settled;
        if (!positions.pending()) {
            return visible;
        }
        long gapless = session.gapless(through, positions.last());
        positions.visibleThrough(gapless);
        return gapless > through ? gapless : visible;
    }

    private void publish(long visible) {
        lock.lock();
        try {
            settled = visible;
            heldBackBy = positions.heldBackBy();
        } finally {
            lock.unlock();
        }
    }

    private void end(long ask, @Nullable SQLException how) {
        lock.lock();
        try {
            answered = ask;
            failure = how;
            settled = how == null ? settled : 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** After a lost connection the server may have restarted: nothing that was concluded of open appends holds. */
    private void forget() throws SQLException {
        LogSession lost = session;
        session = null;
        positions = new SettledPositions(clock);
        before = null;
        looked = 0;
        if (lost != null) {
            lost.close();
        }
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = System.nanoTime();
            long earliest = now + HOTTEST_NANOS;
            long latest = now + pauseNanos;
            long remaining = wake ? HOTTEST_NANOS : pauseNanos;
            while (remaining > 0 && !closed) {
                woken.awaitNanos(remaining);
                remaining = (wake ? earliest : latest) - System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread and gives the connection back; who waits is told that nothing came. */
    @Override
    public void close() {
        Loop running;
        lock.lock();
        try {
            closed = true;
            running = loop;
            signalLoop();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.close();
        }
        closeSession();
    }

    private void closeSession() {
        try {
            forget();
        } catch (SQLException e) {
            failure = e;
        }
    }
}
