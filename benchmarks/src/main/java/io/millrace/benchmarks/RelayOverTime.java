package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Contest;
import io.millrace.log.Checkpoints;
import io.millrace.log.Lanes;
import io.millrace.log.Lease;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Publisher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The same relay in two databases, one of which has what makes queues slow. The publisher acknowledges at once, so
 * that no broker hides what the database does.
 */
final class RelayOverTime implements Contest {

    private static final String NAME = "relay";

    private final BenchDatabase burdened;
    private final BenchDatabase plain;
    private final int messages;
    private @Nullable Connection snapshot;

    private RelayOverTime(Stage stage) {
        this.burdened = stage.database();
        this.plain = stage.database();
        this.messages = Math.max(stage.scale().backlog() / 2, 1);
    }

    /** Many rows behind the cursors, beside few. */
    static Contest behind(Stage stage) throws SQLException {
        RelayOverTime contest = new RelayOverTime(stage);
        pass(contest.burdened, stage.scale().many());
        pass(contest.plain, stage.scale().few());
        return contest;
    }

    /** A snapshot that another session holds all the time, beside none. */
    static Contest underSnapshot(Stage stage) throws SQLException {
        RelayOverTime contest = new RelayOverTime(stage);
        contest.snapshot = contest.burdened.connection();
        contest.snapshot.setAutoCommit(false);
        contest.snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        contest.snapshot.createStatement().executeQuery("SELECT count(*) FROM millrace.outbox");
        return contest;
    }

    private static void pass(BenchDatabase database, int rows) throws SQLException {
        Fill.outbox(database, rows);
        database.settle();
        long last = database.outbox().log().last();
        Checkpoints checkpoints = database.relaying().checkpoints();
        Lease lease = checkpoints.join(NAME, Lanes.COUNT, Duration.ofMinutes(1));
        checkpoints.renew(lease);
        checkpoints.advance(
                lease,
                IntStream.range(0, Lanes.COUNT).boxed().collect(Collectors.toMap(Function.identity(), lane -> last)));
        checkpoints.leave(lease);
    }

    @Override
    public double figure() throws Exception {
        return drain(burdened);
    }

    @Override
    public double limit() throws Exception {
        return drain(plain);
    }

    private double drain(BenchDatabase database) throws Exception {
        Fill.outbox(database, messages);
        return Drain.rate(database, NAME, messages, AtOnce::new);
    }

    @Override
    public String note() {
        try {
            return "dead rows in the outbox: "
                    + burdened.number("SELECT coalesce(sum(n_dead_tup), 0) FROM pg_stat_user_tables"
                            + " WHERE schemaname = 'millrace' AND relname LIKE 'outbox%'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (snapshot != null) {
                snapshot.rollback();
                snapshot.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            burdened.close();
            plain.close();
        }
    }

    private static final class AtOnce implements Publisher {

        @Override
        public CompletionStage<?> publish(OutgoingMessage message) {
            return CompletableFuture.completedFuture(message.position());
        }

        @Override
        public void close() {}
    }
}
