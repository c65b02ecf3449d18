package io.millrace.postgres;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.WaitingSaga.Waiting;
import io.millrace.saga.Resolution;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore.Filter;
import io.millrace.testkit.ChildJvm;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/** A {@link BookNode} in a process of its own, which crashes where it is told. */
final class BookProcess {

    /** Properties that say how long leases are, and an answer is waited for. */
    static final String LEASE = "book.lease";

    static final String ANSWER_WITHIN = "book.answer-within";

    /** How long a {@link WaitingSaga} waits here. */
    static final Duration WAITING = Duration.ofSeconds(6);

    private static final Set<SagaStatus> OPEN = Set.of(SagaStatus.RUNNING, SagaStatus.SUSPENDED);
    private static final Operator SOMEBODY = new Operator("Kim", "a test");

    private BookProcess() {}

    /** @param arguments the database, and sagas to start, such as {@code WELL/some-key} or {@code waiting/some-key} */
    public static void main(String[] arguments) {
        Database database = Database.of(TestDatabase.pool(arguments[0]));
        Saga<Waiting> waiting = WaitingSaga.in(new BookWorld(database), WAITING);
        BookNode node = BookNode.of(database)
                .knowing(waiting)
                .lease(duration(LEASE, BookNode.LEASE))
                .answerWithin(duration(ANSWER_WITHIN, BookNode.LONG))
                .crashing()
                .build()
                .run();
        System.out.println("running");
        Arrays.stream(arguments).skip(1).forEach(saga -> start(node, waiting, saga.split("/", 2)));
        System.out.println("started");
        Loop.start("operator", () -> look(node), Backoff.defaults());
        ChildJvm.waitForEver();
    }

    private static Duration duration(String property, Duration otherwise) {
        return Duration.parse(System.getProperty(property, otherwise.toString()));
    }

    /** Its transaction is the caller's, who may crash around it. */
    private static void start(BookNode node, Saga<Waiting> waiting, String[] planAndKey) {
        String key = planAndKey[1];
        if (planAndKey[0].equals(WaitingSaga.NAME)) {
            node.sagas().start(waiting, key, new Waiting(key));
            return;
        }
        node.start(key, Plan.valueOf(planAndKey[0]));
    }

    /** Cancels what nobody answers, and mends and repeats what is stuck, or says what became of it. */
    static Duration look(BookNode node) {
        node.sagas().desk().list(new Filter(BookSaga.NAME, OPEN, null), 1_000).forEach(saga -> {
            switch (saga.status()) {
                case RUNNING -> cancel(node, saga);
                case SUSPENDED -> goOn(node, saga);
                case COMPENSATING, COMPLETED, COMPENSATED -> {}
            }
        });
        return Duration.ofMillis(100);
    }

    private static void cancel(BookNode node, SagaInstance saga) {
        if (saga.state().contains(Plan.UNANSWERED.name())) {
            node.sagas().desk().extendDeadline(saga.id(), BookNode.LONG, SOMEBODY);
            node.sagas().cancel(BookSaga.NAME, saga.key(), SOMEBODY);
        }
    }

    private static void goOn(BookNode node, SagaInstance saga) {
        String reason = Objects.requireNonNull(saga.course().suspension()).reason();
        if (saga.state().contains(Plan.UNREADABLE.name())) {
            node.sagas().desk().resolve(saga.id(), Resolution.DONE, SOMEBODY);
        } else if (!reason.contains("knows version")) {
            node.world().mend(saga.key());
            node.sagas().desk().retry(saga.id(), SOMEBODY);
        }
    }
}
