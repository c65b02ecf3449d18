package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.CrashedBooks.Chain;
import io.millrace.saga.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that runs sagas and their participants is killed within every transition; another one goes on. */
@Tag("newest-postgres-only")
class SagaCrashTest {

    /** A process waits for the leases of the one before more than it works. */
    private static final int AT_ONCE = 4;

    private static final Plan[] PLANS = {
        Plan.WELL,
        Plan.SOLD_OUT,
        Plan.DECLINED,
        Plan.UNANSWERED,
        Plan.UNREADABLE,
        Plan.CUT_OFF,
        Plan.UNREACHABLE,
        Plan.TWICE_FAILING,
        Plan.CLOSED,
        Plan.STUCK
    };

    private static final List<Chain> CHAINS = Stream.of(
                    "saga.before-save.STARTED saga.after-save.STARTED saga.before-commit:40",
                    "saga.before-save.ANSWERED saga.after-save.ANSWERED saga.after-commit:40",
                    "saga.before-save.REFUSED saga.after-save.REFUSED:2 saga.after-lease",
                    "saga.before-save.CALLED saga.after-save.CALLED saga.after-commit:70",
                    "saga.before-save.DONE saga.after-save.DONE:3 saga.after-take",
                    "saga.before-save.FAILED saga.after-save.FAILED:2 saga.before-keep",
                    "saga.before-save.PROBED saga.after-save.PROBED remote.before-probe",
                    "saga.before-save.CANCELLED saga.after-save.CANCELLED saga.after-save.RETRIED",
                    "saga.before-save.SUSPENDED saga.after-save.SUSPENDED local.note",
                    "saga.before-save.RESOLVED saga.after-save.RESOLVED saga.before-save.RETRIED",
                    "saga.before-save.EXTENDED saga.after-save.EXTENDED local.undone",
                    "remote.before-charge remote.after-charge saga.after-save.LOST",
                    "remote.before-refund remote.after-refund saga.before-save.LOST",
                    "remote.before-capture remote.after-capture local.confirm local.unnote")
            .map(points -> Chain.of(points, PLANS))
            .toList();
    private static final Chain TIME_OUTS = Chain.of("saga.before-save.WOKEN saga.after-save.WOKEN", Plan.UNHEARD)
            .answeredWithin(Duration.ofMillis(700));
    private static final Chain VERSIONS = Chain.of("saga.before-save.RESUMED saga.after-save.RESUMED");

    @Test
    void every_kind_of_transition_has_its_crash_points() {
        List<String> points = Stream.concat(CHAINS.stream(), Stream.of(TIME_OUTS, VERSIONS))
                .flatMap(chain -> Stream.of(chain.points().split(" ")))
                .map(point -> point.replaceFirst(":.*", ""))
                .toList();

        assertThat(JournalEntry.Kind.values())
                .allSatisfy(kind -> assertThat(points).contains("saga.before-save." + kind, "saga.after-save." + kind));
    }

    @Test
    void SG_1_2_3_4_5_8_processes_that_crash_one_after_the_other_leave_no_saga_half_done() throws Exception {
        Queue<Consumer<CrashedBooks>> chains = new ConcurrentLinkedQueue<>();
        chains.add(books -> books.crashWhenTheirVersionIsBack(VERSIONS, Plan.WELL, Plan.CLOSED));
        chains.add(books -> books.crash(TIME_OUTS));
        CHAINS.forEach(chain -> chains.add(books -> books.crash(chain)));

        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int database = 0; database < AT_ONCE; database++) {
                all.add(threads.submit(() -> crashAll(chains)));
            }
            int crashed = 0;
            for (Future<Integer> each : all) {
                crashed += each.get();
            }
            assertThat(crashed).isEqualTo(CHAINS.size() + 2);
        }
    }

    /** One after the other in a database of its own, while others do the same. */
    private static int crashAll(Queue<Consumer<CrashedBooks>> chains) {
        int crashed = 0;
        try (CrashedBooks books = new CrashedBooks()) {
            for (Consumer<CrashedBooks> next = chains.poll(); next != null; next = chains.poll()) {
                next.accept(books);
                crashed++;
            }
        }
        return crashed;
    }
}
