package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.saga.Order.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SagaLocalTest {

    private final List<String> done = new ArrayList<>();
    private int failures;

    @Test
    void local_steps_run_in_their_order_and_their_results_go_into_the_state() {
        Rig rig = Rig.started(Saga.named("place-order", Order.class)
                .local("number", order -> 7, (order, number) -> order.with("number " + number))
                .noUndoNeeded("numbers may be missing")
                .pivot("confirm", order -> done.add("confirm"))
                .local("thank", order -> done.add("thank")));

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(rig.saga.state().notes()).containsExactly("number 7");
        assertThat(done).containsExactly("confirm", "thank");
    }

    @Test
    void a_local_step_that_throws_is_repeated_and_one_that_never_worked_is_not_undone() {
        failures = 2;
        Rig rig = Rig.started(failing()).pass(Duration.ofSeconds(10));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);

        failures = 1;
        done.clear();
        Rig cancelled = Rig.started(failing());
        cancelled.saga.cancel(Order.OPERATOR);
        cancelled.run();
        assertThat(cancelled.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(cancelled.forward("book")).isEqualTo(StepStatus.FAILED);
        assertThat(done).containsExactly("take", "give back");
    }

    @Test
    void a_refusal_of_the_pivot_undoes_what_was_before_it() {
        Rig rig = Rig.started(taking().pivot("confirm", order -> {
                    throw new Refused("too late");
                })
                .rejectedBy(Refused.class, (order, refusal) -> order.with("refused")));

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.saga.instance().course().pastPivot()).isFalse();
        assertThat(rig.saga.state().notes()).containsExactly("refused");
        assertThat(done).containsExactly("take", "give back");
    }

    @Test
    void a_pivot_that_throws_has_not_happened_and_may_still_be_cancelled() {
        failures = Integer.MAX_VALUE;
        Rig rig = Rig.started(taking().pivot("confirm", order -> fail()));

        rig.saga.cancel(Order.OPERATOR);
        rig.run();

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(done).containsExactly("take", "give back");
    }

    @Test
    void what_is_done_when_all_is_undone_comes_last_and_is_repeated() {
        failures = 2;
        Rig rig = Rig.started(taking().pivot("confirm", order -> {
                    throw new Refused("no");
                })
                .rejectedBy(Refused.class, (order, refusal) -> order)
                .whenUndone(order -> {
                    fail();
                    done.add("cancelled");
                }));

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATING);
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(done).containsExactly("take", "give back", "cancelled");
    }

    @Test
    void what_is_done_when_all_is_undone_suspends_after_a_while_and_can_be_resolved() {
        failures = Integer.MAX_VALUE;
        Rig rig = Rig.started(taking().pivot("confirm", order -> {
                    throw new Refused("no");
                })
                .rejectedBy(Refused.class, (order, refusal) -> order)
                .whenUndone(order -> fail()));
        rig.pass(Duration.ofMinutes(20));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);

        rig.saga.resolve(Order.OPERATOR, Resolution.DONE);

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    private SagaSteps<Order> failing() {
        return taking().local("book", order -> fail())
                .undo(order -> done.add("unbook"))
                .pivot("confirm", order -> {});
    }

    private LocalSteps<Order> taking() {
        return Saga.named("place-order", Order.class)
                .local("take", order -> done.add("take"))
                .undo(order -> done.add("give back"));
    }

    private void fail() {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("the database is busy");
        }
    }
}
