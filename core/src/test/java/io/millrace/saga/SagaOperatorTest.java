package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.saga.Order.Refused;
import io.millrace.saga.Order.Release;
import io.millrace.saga.Order.Released;
import io.millrace.saga.Order.Reserve;
import io.millrace.saga.Order.Reserved;
import io.millrace.saga.Order.Ship;
import io.millrace.saga.Order.Shipped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SagaOperatorTest {

    private boolean broken = true;
    private int undone;

    @Test
    void a_cancel_before_the_pivot_undoes_and_is_in_the_journal_with_name_and_reason() {
        Rig rig = Rig.started(definition());

        rig.saga.cancel(Order.OPERATOR);

        assertThat(rig.sent()).contains(new Release("o-1"));
        assertThat(rig.saga.journal().getLast().operator()).isEqualTo(Order.OPERATOR);
        assertThat(rig.saga.journal().getLast().what()).isEqualTo(JournalEntry.Kind.CANCELLED);
        assertThat(rig.reason()).isEqualTo("looked at it");
    }

    @Test
    void a_second_cancel_and_one_after_the_pivot_change_nothing() {
        broken = false;
        Rig rig = Rig.started(definition());
        rig.saga.cancel(Order.OPERATOR);
        SagaInstance cancelled = rig.saga.instance();
        rig.saga.cancel(Order.OPERATOR);
        assertThat(rig.saga.instance()).isEqualTo(cancelled);

        Rig past = Rig.started(definition()).answer(new Reserved("A1"));
        SagaInstance before = past.saga.instance();
        past.saga.cancel(Order.OPERATOR);
        assertThat(past.saga.instance()).isEqualTo(before);
    }

    @Test
    void a_suspended_saga_can_be_cancelled_before_the_pivot_and_its_doubtful_call_is_undone() {
        Rig rig = suspended();

        rig.saga.cancel(Order.OPERATOR);
        rig.run().answer(new Released("o-1"));

        assertThat(undone).isEqualTo(1);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void a_retry_repeats_with_a_budget_that_begins_anew() {
        Rig rig = suspended();

        rig.saga.retry(Order.OPERATOR);
        rig.run();
        assertThat(rig.status()).isEqualTo(SagaStatus.RUNNING);

        broken = false;
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.forward("pay")).isEqualTo(StepStatus.DONE);
        assertThat(rig.saga.instance().course().pastPivot()).isTrue();
    }

    @Test
    void a_person_who_says_done_lets_it_go_on_behind_the_step() {
        Rig rig = suspended();

        rig.saga.resolve(Order.OPERATOR, Resolution.DONE);
        rig.run();

        assertThat(rig.forward("pay")).isEqualTo(StepStatus.RESOLVED_BY_HAND);
        assertThat(rig.saga.instance().course().pastPivot()).isTrue();
    }

    @Test
    void what_a_person_calls_done_is_undone_when_the_saga_turns_back() {
        Rig rig = suspended(SagaOperatorTest::refusingPivot);

        rig.saga.resolve(Order.OPERATOR, Resolution.DONE);
        rig.run();

        assertThat(undone).isEqualTo(1);
    }

    @Test
    void a_person_who_says_not_done_before_the_pivot_has_it_undone_without_that_step() {
        Rig rig = suspended();

        rig.saga.resolve(Order.OPERATOR, Resolution.NOT_DONE);
        rig.run().answer(new Released("o-1"));

        assertThat(rig.forward("pay")).isEqualTo(StepStatus.REJECTED);
        assertThat(undone).isZero();
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void a_person_who_says_not_done_of_a_call_in_flight_of_a_cancelled_saga_has_it_not_undone() {
        Rig rig = Rig.untouched(definition());
        rig.saga.deliver(new Reserved("A1"));
        rig.begin();
        rig.saga.cancel(Order.OPERATOR);
        SagaMachine<Order> machine = new SagaMachine<>(rig.saga.saga());
        SagaInstance stuck = machine.apply(
                        rig.saga.instance(), new Input.Broken(new IOException("full")), rig.saga.now())
                .instance();

        SagaInstance resolved = machine.apply(
                        stuck, new Input.Resolved(Order.OPERATOR, Resolution.NOT_DONE), rig.saga.now())
                .instance();

        assertThat(resolved.run("pay", Direction.FORWARD)).map(StepRun::status).contains(StepStatus.REJECTED);
        assertThat(resolved.run("pay", Direction.COMPENSATE)).isEmpty();
        assertThat(resolved.run("reserve", Direction.COMPENSATE)).isPresent();
    }

    @Test
    void a_pivot_that_a_person_calls_done_is_past() {
        Rig rig = Rig.started(Saga.named("place-order", Order.class)
                .pivot("confirm", order -> {
                    throw new IOException("disk full");
                })
                .retry(shortly())
                .command("ship", "Shipping", order -> new Ship(order.id()))
                .answeredBy(Shipped.class)
                .answerWithin(Duration.ofHours(1)));
        rig.pass(Duration.ofMinutes(5));

        rig.saga.resolve(Order.OPERATOR, Resolution.DONE);
        rig.saga.cancel(Order.OPERATOR);

        assertThat(rig.saga.instance().course().pastPivot()).isTrue();
        assertThat(rig.status()).isEqualTo(SagaStatus.RUNNING);
    }

    @Test
    void an_undo_that_a_person_resolves_is_not_repeated_and_the_others_are_still_undone() {
        Rig rig = Rig.started(reserving()
                .call("pay", (order, attempt) -> "ok")
                .retry(shortly())
                .undo((order, attempt) -> {
                    throw new IOException("down");
                })
                .pivot("confirm", SagaOperatorTest::refuse)
                .rejectedBy(Refused.class, (order, refusal) -> order));
        rig.answer(new Reserved("A1")).pass(Duration.ofMinutes(5));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.undo("reserve")).isEmpty();

        rig.saga.resolve(Order.OPERATOR, Resolution.DONE);
        rig.run().answer(new Released("o-1"));

        assertThat(rig.undo("pay")).contains(StepStatus.RESOLVED_BY_HAND);
        assertThat(rig.undo("reserve")).contains(StepStatus.DONE);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void an_undo_is_not_left_out_and_who_says_so_hears_what_to_do() {
        Rig rig = Rig.started(Saga.named("place-order", Order.class)
                .local("count", order -> {})
                .undo(order -> {})
                .pivot("confirm", SagaOperatorTest::refuse)
                .rejectedBy(Refused.class, (order, refusal) -> order)
                .whenUndone(order -> {
                    throw new IOException("disk full");
                }));
        rig.pass(Duration.ofHours(1));
        SagaInstance before = rig.saga.instance();

        assertThatThrownBy(() -> rig.saga.resolve(Order.OPERATOR, Resolution.NOT_DONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("'when-undone' can't be left out: retry it, or do it by hand and then say DONE");
        assertThat(rig.saga.instance()).isEqualTo(before);
        rig.saga.resolve(Order.OPERATOR, Resolution.DONE);

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void more_time_moves_the_deadline_also_of_a_suspended_saga() {
        Rig rig = suspended(steps -> steps.pivot("confirm", order -> {}).deadline(Duration.ofMinutes(10)));
        rig.pass(Duration.ofMinutes(10));
        broken = false;

        rig.saga.extend(Order.OPERATOR, Duration.ofMinutes(1));
        assertThat(rig.saga.instance().times().deadlineAt())
                .isEqualTo(rig.saga.now().plus(Duration.ofMinutes(1)));
        rig.saga.retry(Order.OPERATOR);
        rig.run();

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
    }

    @Test
    void the_deadline_stands_still_while_somebody_is_waited_for_and_the_journal_says_so() {
        Rig rig = suspended(steps -> steps.pivot("confirm", order -> {}).deadline(Duration.ofMinutes(10)));
        Instant suspendedAt = rig.saga.instance().times().updatedAt();
        Instant deadline = Rig.START.plus(Duration.ofMinutes(10));
        rig.pass(Duration.ofHours(8));

        rig.saga.retry(Order.OPERATOR);
        rig.run();

        Instant moved = deadline.plus(Duration.between(suspendedAt, rig.saga.now()));
        assertThat(rig.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(rig.saga.instance().times().deadlineAt()).isEqualTo(moved);
        assertThat(rig.saga.journal())
                .filteredOn(entry -> entry.what() == JournalEntry.Kind.RETRIED)
                .extracting(JournalEntry::detail)
                .containsExactly("the deadline is now " + moved);
        broken = false;
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
    }

    @Test
    void what_is_left_of_the_deadline_counts_after_a_retry() {
        Rig rig = Rig.started(definition().deadline(Duration.ofMinutes(10)));
        SagaMachine<Order> machine = new SagaMachine<>(rig.saga.saga());
        Instant stuckAt = Rig.START.plus(Duration.ofMinutes(4));
        Instant retriedAt = stuckAt.plus(Duration.ofDays(1));

        SagaInstance stuck = machine.apply(rig.saga.instance(), new Input.Broken(new IOException("full")), stuckAt)
                .instance();
        SagaInstance retried = machine.apply(stuck, new Input.Retried(Order.OPERATOR), retriedAt)
                .instance();

        Instant deadline = retriedAt.plus(Duration.ofMinutes(6));
        assertThat(machine.apply(retried, new Input.Woken(), deadline.minusMillis(1))
                        .changed())
                .isFalse();
        assertThat(machine.apply(retried, new Input.Woken(), deadline)
                        .instance()
                        .course()
                        .undoing())
                .extracting(SagaInstance.Undoing::cause)
                .isEqualTo(SagaInstance.Cause.DEADLINE);
    }

    @Test
    void a_version_that_comes_back_after_the_deadline_goes_on_with_the_time_that_was_left() {
        Rig rig = Rig.started(definition().deadline(Duration.ofMinutes(10)));
        SagaMachine<Order> machine = new SagaMachine<>(rig.saga.saga());
        Instant gone = Rig.START.plus(Duration.ofMinutes(4));
        Instant back = gone.plus(Duration.ofDays(1));

        SagaInstance orphaned =
                machine.apply(rig.saga.instance(), new Input.Orphaned(), gone).instance();
        SagaInstance adopted =
                machine.apply(orphaned, new Input.Adopted(), back).instance();

        assertThat(adopted.times().deadlineAt()).isEqualTo(back.plus(Duration.ofMinutes(6)));
        assertThat(machine.apply(adopted, new Input.Woken(), back).changed()).isFalse();
    }

    @Test
    void a_call_in_flight_of_a_suspended_saga_is_waited_for_when_an_operator_retries() {
        Rig rig = Rig.untouched(definition());
        rig.saga.deliver(new Reserved("A1"));
        Work call = rig.begin();
        SagaMachine<Order> machine = new SagaMachine<>(rig.saga.saga());
        SagaInstance stuck = machine.apply(
                        rig.saga.instance(), new Input.Broken(new IOException("full")), rig.saga.now())
                .instance();

        SagaInstance retried = machine.apply(stuck, new Input.Retried(Order.OPERATOR), rig.saga.now())
                .instance();
        SagaInstance done = machine.apply(retried, new Input.Returned(call, "paid"), rig.saga.now())
                .instance();

        assertThat(retried.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(done.run("pay", Direction.FORWARD)).map(StepRun::status).contains(StepStatus.DONE);
    }

    @Test
    void a_saga_whose_version_is_gone_is_suspended_and_goes_on_when_it_is_back() {
        Rig rig = Rig.started(definition());
        SagaMachine<Order> machine = new SagaMachine<>(rig.saga.saga());

        SagaInstance orphaned = machine.apply(rig.saga.instance(), new Input.Orphaned(), rig.saga.now())
                .instance();
        SagaInstance adopted =
                machine.apply(orphaned, new Input.Adopted(), rig.saga.now()).instance();

        assertThat(orphaned.course().suspension())
                .isEqualTo(new SagaInstance.Suspension(
                        SagaStatus.RUNNING, "no running instance of the application knows version 1"));
        assertThat(orphaned.times().wakeAt()).isNull();
        assertThat(adopted.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(machine.apply(adopted, new Input.Adopted(), rig.saga.now()).changed())
                .isFalse();
    }

    @Test
    void what_an_operator_does_to_a_saga_that_does_not_stand_so_changes_nothing() {
        Rig rig = Rig.started(definition());
        SagaInstance before = rig.saga.instance();

        rig.saga.retry(Order.OPERATOR);
        rig.saga.resolve(Order.OPERATOR, Resolution.DONE);

        assertThat(rig.saga.instance()).isEqualTo(before);
    }

    private Rig suspended() {
        return suspended(steps -> steps.pivot("confirm", order -> {})
                .command("ship", "Shipping", order -> new Ship(order.id()))
                .answeredBy(Shipped.class)
                .answerWithin(Duration.ofHours(1)));
    }

    private Rig suspended(UnaryOperator<SagaSteps<Order>> rest) {
        Rig rig = Rig.started(rest.apply(paying())).answer(new Reserved("A1")).pass(Duration.ofMinutes(5));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.forward("pay")).isEqualTo(StepStatus.IN_DOUBT);
        return rig;
    }

    private SagaSteps<Order> definition() {
        return paying().pivot("confirm", order -> {})
                .command("ship", "Shipping", order -> new Ship(order.id()))
                .answeredBy(Shipped.class)
                .answerWithin(Duration.ofHours(1));
    }

    private SagaSteps<Order> paying() {
        return reserving()
                .call("pay", (order, attempt) -> {
                    if (broken) {
                        throw new IOException("down");
                    }
                    return "ok";
                })
                .retry(shortly())
                .undo((order, attempt) -> undone++);
    }

    private static CommandSteps<Order> reserving() {
        return Saga.named("place-order", Order.class)
                .command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class)
                .answerWithin(Duration.ofHours(1))
                .undo(order -> new Release(order.id()))
                .undoneBy(Released.class);
    }

    private static SagaSteps<Order> refusingPivot(SagaSteps<Order> steps) {
        return steps.pivot("confirm", SagaOperatorTest::refuse).rejectedBy(Refused.class, (order, refusal) -> order);
    }

    private static void refuse(Order order) throws Refused {
        throw new Refused(order.id());
    }

    private static Retry shortly() {
        return Retry.defaults().forAtMost(Duration.ofMinutes(1));
    }
}
