package io.millrace.postgres;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore.Filter;
import io.millrace.testkit.ChildJvm;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A {@link BookNode} in a process of its own, which crashes where it is told. */
final class BookProcess {

    /** How long a {@link WaitingSaga} waits here. */
    static final Duration WAITING = Duration.ofSeconds(4);

    private static final Operator SOMEBODY = new Operator("Kim", "a test");

    private BookProcess() {}

    /** @param arguments the database, and sagas to start, such as {@code WELL/some-key} */
    public static void main(String[] arguments) {
        Database database = Database.of(TestDatabase.pool(arguments[0]));
        BookNode node = BookNode.of(database)
                .knowing(WaitingSaga.in(new BookWorld(database), WAITING))
                .crashing()
                .build()
                .run();
        System.out.println("running");
        Arrays.stream(arguments).skip(1).forEach(book -> start(node, book.split("/", 2)));
        System.out.println("started");
        Loop.start("operator", () -> look(node), Backoff.defaults());
        ChildJvm.waitForEver();
    }

    /** Its transaction is the caller's, who may crash around it. */
    private static void start(BookNode node, String[] planAndKey) {
        node.start(planAndKey[1], Plan.valueOf(planAndKey[0]));
    }

    /** Cancels what nobody answers, and mends and repeats what is stuck. */
    static Duration look(BookNode node) {
        List<SagaInstance> open = node.sagas().desk().list(new Filter(BookSaga.NAME, null, null), 1_000).stream()
                .filter(saga -> !saga.status().ended())
                .toList();
        for (SagaInstance saga : open) {
            if (saga.state().contains(Plan.UNANSWERED.name())) {
                node.sagas().cancel(BookSaga.NAME, saga.key(), SOMEBODY);
            }
            if (saga.status() == SagaStatus.SUSPENDED) {
                node.world().mend(saga.key());
                node.sagas().desk().retry(saga.id(), SOMEBODY);
            }
        }
        return Duration.ofMillis(100);
    }
}
