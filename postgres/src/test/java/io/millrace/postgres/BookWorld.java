package io.millrace.postgres;

import io.millrace.postgres.BookSaga.Book;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.BookSaga.Reserved;
import io.millrace.saga.Attempt;
import io.millrace.saga.Probe;
import io.millrace.testkit.CrashPoint;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * What a {@link BookSaga} works on: the table {@code effects} in its own database, and a remote system with the tables
 * {@code charges} and {@code captures}, which takes effect outside any transaction of the saga.
 */
final class BookWorld {

    static final class Declined extends Exception {}

    static final class Closed extends Exception {}

    private static final int FAILURES = 2;

    private final Database database;
    private final DataSource remote;
    private final CountDownLatch never = new CountDownLatch(1);

    BookWorld(Database database) {
        this.database = database;
        this.remote = database.dataSource();
    }

    static void makeTables(TestDatabase given) {
        given.execute("CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY, book text, what text)");
        given.execute("CREATE TABLE charges (key text PRIMARY KEY, book text, state text, repeated int DEFAULT 0)");
        given.execute("CREATE TABLE captures (key text PRIMARY KEY, book text, repeated int DEFAULT 0)");
        given.execute("CREATE TABLE tries (book text, what text, times int, PRIMARY KEY (book, what))");
        given.execute("CREATE TABLE mended (book text PRIMARY KEY)");
    }

    /** In the active transaction. */
    void effect(String book, String what) {
        database.joined(Sql.of("INSERT INTO effects (book, what) VALUES (?, ?)", book, what)::update);
    }

    /** Lets go on what was made to fail or to wait. */
    void mend(String book) {
        remotely("INSERT INTO mended (book) VALUES (?) ON CONFLICT DO NOTHING", book);
    }

    private boolean mended(String book) {
        return remotely("UPDATE mended SET book = book WHERE book = ?", book) == 1;
    }

    Book reserved(Book book, Reserved answer) {
        if (book.plan() == Plan.STUCK && !mended(book.id())) {
            throw new IllegalStateException("no such shelf: " + answer.shelf());
        }
        if (book.plan() == Plan.UNREADABLE) {
            throw new IllegalStateException("no number at all");
        }
        return book.noting(answer.shelf());
    }

    String charge(Book book, Attempt attempt) throws Exception {
        if (book.plan() == Plan.DECLINED) {
            throw new Declined();
        }
        if (book.plan() == Plan.UNREACHABLE && attempt.number() == 1) {
            throw new SocketTimeoutException("not connected");
        }
        if (book.plan() == Plan.PAUSED && attempt.number() == 1) {
            remotely("INSERT INTO tries (book, what, times) VALUES (?, 'charge', 1)", book.id());
            awaitMended(book.id());
        }
        CrashPoint.reached("remote.before-charge");
        boolean charged = remotely("""
                        INSERT INTO charges (key, book, state) VALUES (?, ?, 'CHARGED')
                        ON CONFLICT (key) DO UPDATE SET repeated = charges.repeated + 1 WHERE charges.state = 'CHARGED'
                        """, attempt.key(), book.id()) == 1;
        CrashPoint.reached("remote.after-charge");
        if (!charged) {
            throw new IllegalStateException("the charge was undone: " + attempt.key());
        }
        if (book.plan() == Plan.HANGING) {
            awaitMended(book.id());
        }
        if (book.plan() == Plan.CUT_OFF && attempt.number() == 1) {
            throw new SocketTimeoutException("no answer");
        }
        return "charged";
    }

    private void awaitMended(String book) throws InterruptedException {
        while (!mended(book)) {
            if (never.await(20, TimeUnit.MILLISECONDS)) {
                throw new InterruptedException();
            }
        }
    }

    Probe.Finding<String> findCharge(Book book, Attempt attempt) {
        CrashPoint.reached("remote.before-probe");
        return remotely("UPDATE charges SET key = key WHERE key = ? AND state = 'CHARGED'", attempt.key()) == 1
                ? Probe.found("found")
                : Probe.absent();
    }

    void refund(Book book, Attempt attempt) {
        CrashPoint.reached("remote.before-refund");
        remotely("""
                INSERT INTO charges (key, book, state) VALUES (?, ?, 'UNDONE')
                ON CONFLICT (key) DO UPDATE SET state = 'UNDONE'
                """, attempt.key(), book.id());
        CrashPoint.reached("remote.after-refund");
    }

    String capture(Book book, Attempt attempt) {
        if (book.plan() == Plan.SLOW && !mended(book.id())) {
            throw new IllegalStateException("not yet");
        }
        CrashPoint.reached("remote.before-capture");
        remotely("""
                INSERT INTO captures (key, book) VALUES (?, ?)
                ON CONFLICT (key) DO UPDATE SET repeated = captures.repeated + 1
                """, attempt.key(), book.id());
        CrashPoint.reached("remote.after-capture");
        return "captured";
    }

    String note(Book book) {
        if (book.plan() == Plan.POISON || (book.plan() == Plan.TWICE_FAILING && tries(book, "note") <= FAILURES)) {
            throw new IllegalStateException("the note is too long");
        }
        effect(book.id(), "note");
        CrashPoint.reached("local.note");
        return "noted";
    }

    void unnote(Book book) {
        effect(book.id(), "unnote");
        CrashPoint.reached("local.unnote");
    }

    void confirm(Book book) throws Closed {
        if (book.plan() == Plan.CLOSED) {
            throw new Closed();
        }
        effect(book.id(), "confirm");
        CrashPoint.reached("local.confirm");
    }

    void undone(Book book) {
        effect(book.id(), "undone");
        CrashPoint.reached("local.undone");
    }

    private int tries(Book book, String what) {
        remotely("""
                INSERT INTO tries (book, what, times) VALUES (?, ?, 1)
                ON CONFLICT (book, what) DO UPDATE SET times = tries.times + 1
                """, book.id(), what);
        try (var connection = remote.getConnection()) {
            return Sql.of("SELECT times FROM tries WHERE book = ? AND what = ?", book.id(), what)
                    .one(connection, row -> row.getInt(1));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private int remotely(String sql, Object... values) {
        try (var connection = remote.getConnection()) {
            return Sql.of(sql, values).update(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
