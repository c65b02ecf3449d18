package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.EventType;
import io.millrace.saga.Order.OutOfStock;
import io.millrace.saga.Order.Placed;
import io.millrace.saga.Order.Release;
import io.millrace.saga.Order.Released;
import io.millrace.saga.Order.Reserve;
import io.millrace.saga.Order.Reserved;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SagaTest {

    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Test
    void a_saga_that_can_work_is_built_and_can_be_drawn() {
        Saga<Order> saga = named().deadline(Duration.ofMinutes(5))
                .command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class)
                .rejectedBy(OutOfStock.class, (order, refusal) -> order.with(refusal.reason()))
                .answerWithin(WITHIN)
                .undo(order -> new Release(order.id()))
                .undoneBy(Released.class)
                .pivot("confirm", order -> {})
                .publish("tell", "Order", order -> new Placed(order.id()))
                .build();

        assertThat(saga.shape()).extracting(Saga.StepShape::id).containsExactly("reserve", "confirm", "tell");
        assertThat(saga.shape()).extracting(Saga.StepShape::kind).containsExactly("command", "pivot", "publish");
        assertThat(saga.shape().getFirst().undoable()).isTrue();
        assertThat(saga.shape().getFirst().messages()).containsExactly("Reserved", "OutOfStock", "Released");
    }

    @Test
    void the_fingerprint_tells_what_running_instances_depend_on() {
        Saga<Order> saga = reserving().pivot("confirm", order -> {}).build();
        Saga<Order> same = reserving().pivot("confirm", order -> {}).build();
        Saga<Order> longer = reserving()
                .local("count", order -> {})
                .noUndoNeeded("a counter")
                .build();

        assertThat(saga.fingerprint()).isEqualTo(same.fingerprint()).isNotEqualTo(longer.fingerprint());
    }

    @Test
    void the_fingerprint_is_made_of_durable_names_and_is_the_same_for_ever() {
        List<Step<Order>> steps = List.copyOf(dispatching().steps());

        assertThat(Fingerprint.text(steps)).isEqualTo("""
                        count local undo
                        dispatch command undo answers=OrderDispatched,io.millrace.saga.Order$Shipped refusals=OrderRefused undone-by=OrderRecalled
                        confirm pivot no-undo
                        bill call no-undo
                        tell publish no-undo""");
        assertThat(dispatching().fingerprint()).isEqualTo("c008b767e808d0e1e3ed42762edd23ca");
    }

    @EventType("OrderDispatched")
    private record Dispatched() {}

    @EventType("OrderRefused")
    private record NotDispatched() {}

    @EventType("OrderRecalled")
    private record Recalled() {}

    private static Saga<Order> dispatching() {
        return named().local("count", order -> {})
                .undo(order -> {})
                .command("dispatch", "Vans", order -> new Reserve(order.id()))
                .answeredBy(Order.Shipped.class)
                .answeredBy(Dispatched.class)
                .rejectedBy(NotDispatched.class, (order, refusal) -> order)
                .answerWithin(WITHIN)
                .undo(order -> new Release(order.id()))
                .undoneBy(Recalled.class)
                .pivot("confirm", order -> {})
                .call("bill", (order, attempt) -> "billed")
                .publish("tell", "Order", order -> new Placed(order.id()))
                .build();
    }

    @Test
    void names_that_cannot_be_stored_are_refused() {
        assertRefused(Saga.named("place order", Order.class), "its name is 'place order'", "use 1 to 100 letters");
        assertRefused(Saga.named("place-order", 0, Order.class), "its version is 0", "count versions from 1");
        assertRefused(named(), "it has no step", "add one");
        assertRefused(named().local("käfig", order -> {}), "a step is called 'käfig'", "use 1 to 100 letters");
        assertRefused(
                reserving().local("reserve", order -> {}),
                "two steps are called 'reserve'",
                "give each a name of its own, for names are stored");
        assertRefused(named().local("when-undone", order -> {}), "reserved name", "give each a name of its own");
    }

    @Test
    void a_second_pivot_is_refused() {
        assertRefused(
                named().pivot("one", order -> {}).pivot("two", order -> {}),
                "it has the pivots 'one' and 'two'",
                "keep the one that decides");
    }

    @Test
    void a_command_that_nobody_answers_is_refused() {
        assertRefused(
                named().command("reserve", "Stock", order -> new Reserve(order.id()))
                        .noUndoNeeded("it expires"),
                "command 'reserve' has no answer",
                "add .answeredBy(TheAnswer.class)");
    }

    @Test
    void an_answer_that_does_not_tell_its_step_is_refused() {
        assertRefused(
                reserving()
                        .command("again", "Stock", order -> new Reserve(order.id()))
                        .answeredBy(Reserved.class)
                        .noUndoNeeded("it expires"),
                "'reserve' and 'again' are both answered by Reserved",
                "give each step an answer type of its own");
    }

    @Test
    void an_answer_that_means_two_things_to_its_step_is_refused() {
        assertRefused(
                reserving().rejectedBy(Reserved.class, (order, refusal) -> order),
                "Reserved means two things to command 'reserve'",
                "tell answer, refusal and the answer to the undo apart");
        assertRefused(
                reserving().undoneBy(Reserved.class),
                "Reserved means two things to command 'reserve'",
                "tell answer, refusal and the answer to the undo apart");
    }

    @Test
    void what_cannot_be_undone_is_refused_before_the_pivot() {
        assertRefused(
                named().call("pay", (order, attempt) -> "ok").pivot("confirm", order -> {}),
                "call 'pay' can't be undone",
                "add .undo(...), or .noUndoNeeded(\"why\"), or put it after the pivot");
        assertRefused(
                named().local("count", order -> {}).pivot("confirm", order -> {}),
                "local 'count' can't be undone",
                "add .undo(...)");
        assertRefused(
                named().publish("tell", "Order", order -> new Placed(order.id()))
                        .pivot("confirm", order -> {}),
                "publish 'tell' can't be undone",
                "put it after the pivot");
        assertRefused(
                named().call("pay", (order, attempt) -> "ok")
                        .undo((order, attempt) -> {})
                        .noUndoNeeded("it expires"),
                "step 'pay' has an undo and says that it needs none",
                "remove one of them");
    }

    @Test
    void the_last_step_needs_no_undo_where_it_is_known_at_once_whether_it_is_done() {
        assertThatCode(() -> named().local("count", order -> {}).build()).doesNotThrowAnyException();
        assertThatCode(() -> reserving()
                        .publish("tell", "Order", order -> new Placed(order.id()))
                        .build())
                .doesNotThrowAnyException();
        assertRefused(named().call("pay", (order, attempt) -> "ok"), "call 'pay' can't be undone", "add .undo(...)");
    }

    @Test
    void an_undo_or_a_refusal_after_the_pivot_is_refused() {
        assertRefused(
                named().pivot("confirm", order -> {}).undo(order -> {}),
                "step 'confirm' has an undo, and the pivot is never undone",
                "remove the undo or put the step before the pivot");
        assertRefused(
                named().pivot("confirm", order -> {})
                        .call("capture", (order, attempt) -> "ok")
                        .rejectedBy(Order.Refused.class, (order, refusal) -> order),
                "step 'capture' can be refused after the pivot",
                "remove rejectedBy, or take the refusal as an answer, or put the step before the pivot");
    }

    @Test
    void a_command_that_may_be_waited_for_for_ever_is_refused() {
        CommandSteps<Order> shipping = named().deadline(WITHIN)
                .pivot("confirm", order -> {})
                .command("ship", "Shipping", order -> new Order.Ship(order.id()))
                .answeredBy(Order.Shipped.class);

        assertRefused(
                shipping,
                "command 'ship' may be waited for for ever, for after the pivot no deadline counts: add .answerWithin(...)");
        assertRefused(
                unbounded().deadline(WITHIN),
                "command 'reserve' may be waited for for ever, for its undo is answered, and then no deadline counts",
                "add .answerWithin(...)");
        assertRefused(
                named().command("reserve", "Stock", order -> new Reserve(order.id()))
                        .answeredBy(Reserved.class)
                        .noUndoNeeded("it expires"),
                "command 'reserve' may be waited for for ever, for the saga has no deadline",
                "add .answerWithin(...), or give the saga a .deadline(...)");
        assertThatCode(() -> named().deadline(WITHIN)
                        .command("reserve", "Stock", order -> new Reserve(order.id()))
                        .answeredBy(Reserved.class)
                        .undo(order -> new Release(order.id()))
                        .build())
                .doesNotThrowAnyException();
    }

    private static CommandSteps<Order> unbounded() {
        return named().command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class)
                .undo(order -> new Release(order.id()))
                .undoneBy(Released.class);
    }

    @Test
    void times_that_are_over_at_once_are_refused() {
        assertRefused(reserving().deadline(Duration.ZERO), "its deadline is PT0S", "give it a positive time");
        assertRefused(
                reserving().answerWithin(Duration.ZERO),
                "command 'reserve' is answered within PT0S",
                "give it a positive time");
        assertRefused(
                named().call("pay", (order, attempt) -> "ok")
                        .undo((order, attempt) -> {})
                        .settlesWithin(Duration.ofSeconds(-1)),
                "call 'pay' settles within PT-1S",
                "give it a positive time");
        assertRefused(
                named().call("pay", (order, attempt) -> "ok")
                        .undo((order, attempt) -> {})
                        .within(Duration.ZERO),
                "call 'pay' returns within PT0S",
                "give it a positive time");
    }

    @Test
    void everything_that_cannot_work_is_named_at_once() {
        assertRefused(
                Saga.named("place order", 0, Order.class),
                "its name is 'place order'",
                "its version is 0",
                "it has no step");
    }

    @Test
    void what_belongs_to_a_step_follows_it_at_once() {
        CommandSteps<Order> reserve = reserving();
        reserve.local("count", order -> {});

        assertThatThrownBy(() -> reserve.answerWithin(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("step 'reserve' is described after the next one has begun");
        assertThatThrownBy(() -> named().command("reserve", "Stock", order -> new Reserve(order.id()))
                        .undoneBy(Released.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write .undo(...) before it");
    }

    private static SagaSteps<Order> named() {
        return Saga.named("place-order", Order.class);
    }

    private static CommandSteps<Order> reserving() {
        return named().command("reserve", "Stock", order -> new Reserve(order.id()))
                .answeredBy(Reserved.class)
                .answerWithin(WITHIN)
                .undo(order -> new Release(order.id()));
    }

    private static void assertRefused(SagaSteps<Order> steps, String... parts) {
        assertThatThrownBy(steps::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }
}
