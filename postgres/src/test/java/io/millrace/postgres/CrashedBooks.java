package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.postgres.BookSaga.Plan;
import io.millrace.saga.SagaRunner;
import io.millrace.saga.SagaStatus;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Eventually;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A database whose processes crash one after the other. */
final class CrashedBooks implements AutoCloseable {

    private static final int KILLED = 137;
    private static final Duration LEASE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestDatabase given = TestDatabase.migrated();
    private final Database database = given.database();
    private final BookAudit audit = new BookAudit(given);
    private int started;

    CrashedBooks() {
        BookWorld.makeTables(given);
    }

    /**
     * Processes of that kind, each with some sagas of its own.
     *
     * @param points where one after the other crashes
     * @param plans of the sagas that each starts
     */
    record Chain(String points, List<Plan> plans, Duration answerWithin) {

        static Chain of(String points, Plan... plans) {
            return new Chain(points, List.of(plans), BookNode.LONG);
        }

        Chain answeredWithin(Duration time) {
            return new Chain(points, plans, time);
        }
    }

    /** Crashes at each point, then lets a process go on that does not crash, and checks all that it left. */
    void crash(Chain chain) {
        List<String> books = new ArrayList<>();
        for (String point : chain.points().split(" ")) {
            List<String> more = books(chain.plans());
            crash(point, chain, more);
            books.addAll(more);
        }
        recover(chain, books);
        assertThat(books).as("after %s", chain.points()).allSatisfy(audit::requireSound);
    }

    /** The same with sagas that were suspended before, for nobody knew their version. */
    void crashWhenTheirVersionIsBack(Chain chain, Plan... plans) {
        List<String> books = books(List.of(plans));
        try (BookNode first = BookNode.of(database).build()) {
            books.forEach(book -> first.start(book, plan(book)));
        }
        try (BookNode newer = BookNode.of(database).version(2).build().runSagas(soonGone())) {
            Eventually.holds("their version is gone", PATIENCE, () -> books.stream()
                    .allMatch(book -> audit.status(book) == SagaStatus.SUSPENDED));
            assertThat(newer.sagas().desk().standing().suspended()).isEqualTo(books.size());
        }
        for (String point : chain.points().split(" ")) {
            crash(point, chain, List.of());
        }
        recover(chain, books);
        assertThat(books).as("after %s", chain.points()).allSatisfy(audit::requireSound);
    }

    private static SagaRunner.Settings soonGone() {
        return new SagaRunner.Settings(
                1, 20, 4, LEASE, Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofDays(1));
    }

    private List<String> books(List<Plan> plans) {
        int number = ++started;
        return plans.stream().map(plan -> plan + "-" + number).toList();
    }

    private static Plan plan(String book) {
        return Plan.valueOf(book.substring(0, book.indexOf('-')));
    }

    private void crash(String point, Chain chain, List<String> books) {
        String[] arguments = Stream.concat(
                        Stream.of(given.url()), books.stream().map(book -> plan(book) + "/" + book))
                .toArray(String[]::new);
        try (ChildJvm child = ChildJvm.of(BookProcess.class)
                .arguments(arguments)
                .property(BookProcess.LEASE, LEASE.toString())
                .property(BookProcess.ANSWER_WITHIN, chain.answerWithin().toString())
                .crashAt(point)
                .start()) {
            child.awaitLine("crashed at");
            assertThat(child.awaitExit(PATIENCE)).isEqualTo(KILLED);
        }
    }

    /** Another process, to which what did not start is given once more. */
    private void recover(Chain chain, List<String> books) {
        try (BookNode node = BookNode.of(database)
                        .lease(LEASE)
                        .answerWithin(chain.answerWithin())
                        .build()
                        .run();
                Loop operator = Loop.start("operator", () -> BookProcess.look(node), Backoff.defaults())) {
            books.forEach(book -> node.start(book, plan(book)));
            Eventually.holds("all have ended", PATIENCE, () -> books.stream()
                    .allMatch(book -> audit.status(book).ended()));
            Eventually.holds("their last messages are handled", PATIENCE, () -> books.stream()
                    .filter(book -> audit.status(book) == SagaStatus.COMPLETED)
                    .allMatch(book -> audit.times(book, "told") == 1));
            assertThat(operator.failure()).isEmpty();
        }
    }

    @Override
    public void close() {
        given.close();
    }
}
