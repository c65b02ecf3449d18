package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.saga.Order.OutOfStock;
import io.millrace.saga.Order.Placed;
import io.millrace.saga.Order.Release;
import io.millrace.saga.Order.Released;
import io.millrace.saga.Order.Reserve;
import io.millrace.saga.Order.Reserved;
import io.millrace.saga.Order.Stuck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions of a definition that throw suspend the saga; when they are put right an operator lets it go on. */
class SagaBrokenDefinitionTest {

    private boolean broken = true;

    @Test
    void a_fold_that_throws_keeps_the_answer_which_is_taken_in_after_a_retry() {
        Rig rig = Rig.started(reserving().pivot("confirm", order -> {}));

        rig.answer(new Reserved("A1"));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.reason()).contains("the fold of step 'reserve' failed").contains("a bug");
        assertThat(rig.forward("reserve")).isEqualTo(StepStatus.IN_FLIGHT);

        repairAndRetry(rig);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(rig.saga.state().notes()).containsExactly("A1");
        assertThat(rig.sentTypes()).containsExactly("Reserve");
    }

    @Test
    void a_fold_of_a_refusal_that_throws_keeps_the_refusal() {
        Rig rig = Rig.started(reserving().pivot("confirm", order -> {}));

        rig.answer(new OutOfStock("none"));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);

        repairAndRetry(rig);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.sentTypes()).containsExactly("Reserve");
    }

    @Test
    void a_retry_gives_the_kept_answer_the_time_that_any_answer_has() {
        Rig rig = Rig.started(reserving().pivot("confirm", order -> {})).answer(new Reserved("A1"));
        rig.pass(Duration.ofHours(1));

        rig.saga.retry(Order.OPERATOR);

        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.saga.instance().course().undoing()).isNull();
    }

    @Test
    void a_fold_that_throws_after_a_call_repeats_it_then_suspends() {
        Rig rig = Rig.started(Saga.named("place-order", Order.class)
                .call("pay", (order, attempt) -> "paid", this::note)
                .undo((order, attempt) -> {})
                .pivot("confirm", order -> {}));

        rig.pass(Duration.ofMinutes(20));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.forward("pay")).isEqualTo(StepStatus.IN_DOUBT);

        repairAndRetry(rig);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
    }

    @Test
    void a_fold_that_throws_after_a_local_step_fails_the_step() {
        Rig rig = Rig.started(Saga.named("place-order", Order.class).local("number", order -> "7", this::note));

        rig.pass(Duration.ofMinutes(20));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.forward("number")).isEqualTo(StepStatus.FAILED);

        repairAndRetry(rig);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
    }

    @Test
    void a_message_that_cannot_be_made_suspends_before_the_step() {
        Rig rig = Rig.started(Saga.named("place-order", Order.class)
                .pivot("confirm", order -> {})
                .publish("tell", "Order", order -> new Placed(unlessBroken(order.id()))));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.reason()).contains("the message of step 'tell' failed");

        repairAndRetry(rig);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(rig.sent()).containsExactly(new Placed("o-1"));
    }

    @Test
    void a_step_whose_message_cannot_be_made_can_be_resolved() {
        Rig rig = Rig.started(Saga.named("place-order", Order.class)
                .pivot("confirm", order -> {})
                .publish("tell", "Order", order -> new Placed(unlessBroken(order.id()))));

        rig.saga.resolve(Order.OPERATOR, Resolution.NOT_DONE);

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(rig.forward("tell")).isEqualTo(StepStatus.RESOLVED_BY_HAND);
        assertThat(rig.sent()).isEmpty();
    }

    @Test
    void an_undo_message_that_cannot_be_made_suspends_and_is_sent_after_a_retry() {
        Rig rig = Rig.started(undoingBadly().pivot("confirm", order -> {}));
        rig.saga.cancel(Order.OPERATOR);
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.undo("reserve")).isEmpty();

        repairAndRetry(rig);
        rig.answer(new Released("o-1"));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.sentTypes()).containsExactly("Reserve", "Release");
    }

    @Test
    void an_answer_while_the_undo_cannot_be_made_is_taken_in_and_a_refusal_spares_the_undo() {
        Rig rig = Rig.started(undoingBadly().pivot("confirm", order -> {}));
        rig.saga.cancel(Order.OPERATOR);
        rig.answer(new OutOfStock("none"));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.forward("reserve")).isEqualTo(StepStatus.REJECTED);

        repairAndRetry(rig);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.sentTypes()).containsExactly("Reserve");
    }

    @Test
    void a_reason_that_cannot_be_taken_in_suspends_and_the_saga_turns_back_after_a_retry() {
        Rig late =
                Rig.started(turningBackBadly().deadline(Duration.ofSeconds(10))).pass(Duration.ofSeconds(10));
        assertThat(late.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(late.reason()).contains("the fold of turning back failed").contains("a bug");
        assertThat(late.saga.instance().course().undoing()).isNull();

        repairAndRetry(late);
        assertThat(late.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(late.sentTypes()).containsExactly("Reserve", "Release");
    }

    @Test
    void a_refusal_whose_reason_cannot_be_taken_in_is_kept_and_one_of_a_call_is_repeated() {
        Rig refused = Rig.started(turningBackBadly()).answer(new OutOfStock("none"));
        Rig declined = Rig.started(Saga.named("place-order", Order.class)
                .call("pay", (order, attempt) -> {
                    throw new Order.Refused("no cover");
                })
                .rejectedBy(Order.Refused.class, (order, refusal) -> order)
                .undo((order, attempt) -> {})
                .whenTurnedBack((order, why) -> unlessBroken(order)));
        assertThat(refused.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(refused.forward("reserve")).isEqualTo(StepStatus.IN_FLIGHT);
        assertThat(refused.replayed()).isEqualTo(refused.saga.instance().steps());
        assertThat(declined.forward("pay")).isEqualTo(StepStatus.RETRYING);

        repairAndRetry(refused);
        declined.pass(Duration.ofSeconds(1));
        assertThat(refused.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(declined.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void who_cancels_a_saga_that_cannot_take_the_reason_in_hears_it_and_nothing_changes() {
        Rig rig = Rig.started(turningBackBadly());
        SagaInstance before = rig.saga.instance();

        assertThatThrownBy(() -> rig.saga.cancel(Order.OPERATOR))
                .hasMessageContaining("the fold of turning back failed")
                .hasMessageContaining("a bug");

        assertThat(rig.saga.instance()).isEqualTo(before);
    }

    @Test
    void who_is_told_that_the_saga_is_stuck_hears_the_reason_and_a_failure_to_tell_hurts_nothing() {
        Rig told = Rig.started(reserving().whenStuck("Ops", (order, reason) -> new Stuck(order.id(), reason)))
                .answer(new Reserved("A1"));
        Rig untold = Rig.started(reserving().whenStuck("Ops", (order, reason) -> unlessBroken(order)))
                .answer(new Reserved("A1"));

        assertThat(told.sent().getLast()).isInstanceOfSatisfying(Stuck.class, stuck -> assertThat(stuck.reason())
                .contains("a bug"));
        assertThat(told.saga.sent().getLast().step()).isNull();
        assertThat(untold.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(untold.saga.journal().getLast().detail()).contains("whenStuck failed");
    }

    @Test
    void a_function_that_gives_null_is_broken_too() {
        Rig rig = Rig.started(Saga.named("place-order", Order.class).publish("tell", "Order", order -> nothing()));

        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.reason()).contains("it gave null");
    }

    @Test
    void unknown_and_missing_parts_of_a_stored_state_do_no_harm() {
        Order order = StateCodec.decode("{\"id\":\"o-1\",\"gone\":{\"a\":1},\"notes\":[\"x\"]}", Order.class);
        Order without = StateCodec.decode("{\"id\":\"o-1\"}", Order.class);

        assertThat(order).isEqualTo(new Order("o-1", List.of("x")));
        assertThat(without.id()).isEqualTo("o-1");
        assertThat(without.notes()).isNull();
    }

    @SuppressWarnings("NullAway")
    private static Object nothing() {
        return null;
    }

    private CommandSteps<Order> reserving() {
        return Saga.named("place-order", Order.class)
                .command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class, (order, reserved) -> note(order, reserved.place()))
                .rejectedBy(OutOfStock.class, (order, refusal) -> note(order, refusal.reason()))
                .answerWithin(Duration.ofSeconds(30))
                .undo(order -> new Release(order.id()));
    }

    private SagaSteps<Order> turningBackBadly() {
        return Saga.named("place-order", Order.class)
                .command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class)
                .rejectedBy(OutOfStock.class, (order, refusal) -> order)
                .answerWithin(Duration.ofSeconds(30))
                .undo(order -> new Release(order.id()))
                .whenTurnedBack((order, why) -> unlessBroken(order));
    }

    private CommandSteps<Order> undoingBadly() {
        return Saga.named("place-order", Order.class)
                .command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class)
                .rejectedBy(OutOfStock.class, (order, refusal) -> order)
                .answerWithin(Duration.ofSeconds(30))
                .undo(order -> new Release(unlessBroken(order.id())))
                .undoneBy(Released.class);
    }

    private Order note(Order order, String text) {
        return order.with(unlessBroken(text));
    }

    private <T> T unlessBroken(T value) {
        if (broken) {
            throw new IllegalStateException("a bug");
        }
        return value;
    }

    private void repairAndRetry(Rig rig) {
        broken = false;
        rig.saga.retry(Order.OPERATOR);
        rig.run();
    }
}
