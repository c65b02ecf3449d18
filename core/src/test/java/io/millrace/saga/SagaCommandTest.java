package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.saga.Order.OutOfStock;
import io.millrace.saga.Order.Pack;
import io.millrace.saga.Order.Packed;
import io.millrace.saga.Order.Placed;
import io.millrace.saga.Order.Release;
import io.millrace.saga.Order.Released;
import io.millrace.saga.Order.Reserve;
import io.millrace.saga.Order.Reserved;
import io.millrace.saga.Order.Ship;
import io.millrace.saga.Order.Shipped;
import io.millrace.saga.Order.Unheard;
import io.millrace.saga.Order.Unpack;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SagaCommandTest {

    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Test
    void answers_carry_the_saga_forward() {
        Rig rig = Rig.started(definition());

        rig.answer(new Reserved("A1")).answer(new Packed("B2")).answer(new Shipped("T3"));

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(rig.sentTypes()).containsExactly("Reserve", "Pack", "Ship", "Placed");
        assertThat(rig.saga.state().notes()).containsExactly("A1", "B2", "T3");
        assertThat(rig.saga.instance().times().endedAt()).isEqualTo(Rig.START);
    }

    @Test
    void a_refusal_undoes_in_the_reverse_order_of_completion() {
        Rig rig = Rig.started(reservingAndPacking()
                .command("ship", "Shipping", order -> new Ship(order.id()))
                .answeredBy(Shipped.class)
                .rejectedBy(Order.NoVan.class, (order, refusal) -> order.with(refusal.reason()))
                .answerWithin(WITHIN)
                .noUndoNeeded("nothing leaves the house")
                .pivot("confirm", order -> {}));

        rig.answer(new Reserved("A1")).answer(new Packed("B2")).answer(new Order.NoVan("no van"));

        assertThat(rig.sentTypes()).containsExactly("Reserve", "Pack", "Ship", "Unpack", "Release");
        assertThat(rig.forward("ship")).isEqualTo(StepStatus.REJECTED);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATING);

        rig.answer(new Released("A1"));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.saga.state().notes()).containsExactly("A1", "B2", "no van");
        assertThat(rig.reason()).isEqualTo("step 'ship' was refused: NoVan");
    }

    @Test
    void a_command_that_nobody_answers_before_the_pivot_is_undone_too() {
        Rig rig = Rig.started(definition()).answer(new Reserved("A1"));

        rig.pass(WITHIN);

        assertThat(rig.forward("pack")).isEqualTo(StepStatus.IN_DOUBT);
        assertThat(rig.sentTypes()).containsExactly("Reserve", "Pack", "Unpack", "Release");
        assertThat(rig.saga.instance().course().undoing())
                .isEqualTo(new SagaInstance.Undoing(
                        SagaInstance.Cause.UNANSWERED, "step 'pack' was not answered in time"));
    }

    @Test
    void an_answer_or_a_refusal_after_the_undo_was_sent_changes_nothing() {
        Rig rig = Rig.started(definition()).pass(WITHIN);
        SagaInstance before = rig.saga.instance();

        assertThat(rig.saga.deliver(new Reserved("A1"))).isFalse();
        assertThat(rig.saga.deliver(new OutOfStock("none"))).isFalse();

        assertThat(rig.saga.instance()).isEqualTo(before);
        rig.answer(new Released("A1"));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.saga.deliver(new Reserved("A1"))).isFalse();
    }

    @Test
    void a_command_that_nobody_answers_after_the_pivot_suspends_and_a_late_answer_lets_it_go_on() {
        Rig rig = Rig.started(definition()).answer(new Reserved("A1")).answer(new Packed("B2"));

        rig.pass(WITHIN);

        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.forward("ship")).isEqualTo(StepStatus.IN_DOUBT);
        assertThat(rig.sentTypes()).containsExactly("Reserve", "Pack", "Ship");

        rig.answer(new Shipped("T3"));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(rig.sent()).contains(new Placed("o-1"));
    }

    @Test
    void an_undo_that_nobody_answers_suspends_and_its_late_answer_lets_it_go_on() {
        Rig rig = Rig.started(definition()).answer(new OutOfStock("none"));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);

        Rig second = Rig.started(definition()).pass(WITHIN).pass(WITHIN);
        assertThat(second.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(second.undo("reserve")).contains(StepStatus.IN_DOUBT);

        second.answer(new Released("A1"));
        assertThat(second.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void an_undo_that_nobody_answers_is_sent_again_by_an_operator() {
        Rig rig = Rig.started(definition()).pass(WITHIN).pass(WITHIN);

        rig.saga.retry(Order.OPERATOR);
        rig.run().answer(new Released("A1"));

        assertThat(rig.sentTypes()).containsExactly("Reserve", "Release", "Release");
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void an_answer_in_the_moment_of_the_time_out_wins_if_it_comes_first() {
        Rig rig = Rig.started(definition());
        rig.saga.advance(WITHIN);

        rig.answer(new Reserved("A1"));

        assertThat(rig.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(rig.forward("reserve")).isEqualTo(StepStatus.DONE);
    }

    @Test
    void duplicates_and_messages_of_others_change_nothing() {
        Rig rig = Rig.started(definition()).answer(new Reserved("A1"));
        SagaInstance before = rig.saga.instance();

        assertThat(rig.saga.deliver(new Reserved("A1"))).isFalse();
        assertThat(rig.saga.deliver(new OutOfStock("none"))).isFalse();
        assertThat(rig.saga.deliver(new Shipped("not begun"))).isFalse();
        assertThat(rig.saga.deliver(new Released("not undone"))).isFalse();
        assertThat(rig.saga.deliver(new Unheard("o-1"))).isFalse();

        assertThat(rig.saga.instance()).isEqualTo(before);
    }

    @Test
    void the_deadline_undoes_before_the_pivot_what_is_in_doubt_first() {
        Rig rig = Rig.started(definition().deadline(Duration.ofSeconds(40)));
        rig.pass(Duration.ofSeconds(20)).answer(new Reserved("A1"));

        rig.pass(Duration.ofSeconds(20));

        assertThat(rig.sentTypes()).containsExactly("Reserve", "Pack", "Unpack", "Release");
        assertThat(rig.saga.instance().course().undoing())
                .extracting(SagaInstance.Undoing::cause)
                .isEqualTo(SagaInstance.Cause.DEADLINE);
    }

    @Test
    void the_deadline_means_nothing_after_the_pivot_and_while_it_is_undone() {
        Duration deadline = Duration.ofSeconds(10);
        Rig past = Rig.started(definition().deadline(deadline))
                .answer(new Reserved("A1"))
                .answer(new Packed("B2"))
                .pass(deadline.multipliedBy(2));
        Rig undone = Rig.started(reserving().deadline(deadline).pivot("confirm", order -> {}));
        undone.saga.cancel(Order.OPERATOR);
        undone.pass(deadline.multipliedBy(2));

        assertThat(past.status()).isEqualTo(SagaStatus.RUNNING);
        assertThat(undone.saga.instance().course().undoing())
                .extracting(SagaInstance.Undoing::cause)
                .isEqualTo(SagaInstance.Cause.CANCELLED);
    }

    @Test
    void the_state_takes_the_reason_of_turning_back_in_before_the_first_undo_is_made_of_it() {
        Rig cancelled = Rig.started(telling());
        Rig unanswered = Rig.started(telling()).pass(WITHIN);
        Rig refused = Rig.started(telling()).answer(new OutOfStock("none"));

        cancelled.saga.cancel(Order.OPERATOR);

        assertThat(cancelled.sent()).endsWith(new Release("[CANCELLED: looked at it]"));
        assertThat(unanswered.sent()).endsWith(new Release("[UNANSWERED: step 'reserve' was not answered in time]"));
        assertThat(refused.saga.state().notes())
                .containsExactly("none", "REJECTED: step 'reserve' was refused: OutOfStock");
    }

    private static SagaSteps<Order> telling() {
        return Saga.named("place-order", Order.class)
                .command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class)
                .rejectedBy(OutOfStock.class, (order, refusal) -> order.with(refusal.reason()))
                .answerWithin(WITHIN)
                .undo(order -> new Release(order.notes().toString()))
                .whenTurnedBack((order, why) -> order.with(why.cause() + ": " + why.reason()));
    }

    @Test
    void a_late_answer_to_a_command_that_needs_no_undo_is_taken_in_while_others_are_undone() {
        Rig rig = Rig.started(reserving()
                .command("pack", "Packing", order -> new Pack(order.id()))
                .answeredBy(Packed.class, (order, packed) -> order.with(packed.box()))
                .answerWithin(WITHIN)
                .noUndoNeeded("boxes are cheap")
                .pivot("confirm", order -> {}));
        rig.answer(new Reserved("A1"));
        rig.saga.cancel(Order.OPERATOR);

        rig.answer(new Packed("late"));

        assertThat(rig.saga.state().notes()).containsExactly("A1", "late");
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATING);
        assertThat(rig.sentTypes()).containsExactly("Reserve", "Pack", "Release");
        rig.answer(new Released("A1"));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void a_saga_without_a_pivot_can_be_undone_until_it_ends() {
        Rig rig = Rig.started(reservingAndPacking()).answer(new Reserved("A1"));
        rig.saga.cancel(Order.OPERATOR);
        rig.answer(new Released("A1"));

        Rig ended =
                Rig.started(reservingAndPacking()).answer(new Reserved("A1")).answer(new Packed("B2"));
        ended.saga.cancel(Order.OPERATOR);

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(ended.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(ended.sentTypes()).containsExactly("Reserve", "Pack");
    }

    private static SagaSteps<Order> definition() {
        return reservingAndPacking()
                .pivot("confirm", order -> {})
                .command("ship", "Shipping", order -> new Ship(order.id()))
                .answeredBy(Shipped.class, (order, shipped) -> order.with(shipped.track()))
                .answerWithin(WITHIN)
                .publish("tell", "Order", order -> new Placed(order.id()));
    }

    private static CommandSteps<Order> reservingAndPacking() {
        return packing(reserving());
    }

    private static CommandSteps<Order> reserving() {
        return Saga.named("place-order", Order.class)
                .command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class, (order, reserved) -> order.with(reserved.place()))
                .rejectedBy(OutOfStock.class, (order, refusal) -> order.with(refusal.reason()))
                .answerWithin(WITHIN)
                .undo(order -> new Release(order.id()))
                .undoneBy(Released.class);
    }

    private static CommandSteps<Order> packing(SagaSteps<Order> steps) {
        return steps.command("pack", "Packing", order -> new Pack(order.id()))
                .answeredBy(Packed.class, (order, packed) -> order.with(packed.box()))
                .answerWithin(WITHIN)
                .undo(order -> new Unpack(order.id()));
    }
}
