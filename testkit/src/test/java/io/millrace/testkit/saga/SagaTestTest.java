package io.millrace.testkit.saga;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.saga.Probe;
import io.millrace.saga.Resolution;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.StepStatus;
import io.millrace.testkit.saga.Purchases.Declined;
import io.millrace.testkit.saga.Purchases.Pack;
import io.millrace.testkit.saga.Purchases.Packed;
import io.millrace.testkit.saga.Purchases.Purchase;
import io.millrace.testkit.saga.Purchases.Release;
import io.millrace.testkit.saga.Purchases.Released;
import io.millrace.testkit.saga.Purchases.Reserve;
import io.millrace.testkit.saga.Purchases.Reserved;
import io.millrace.testkit.saga.Purchases.Ship;
import io.millrace.testkit.saga.Purchases.Shipped;
import io.millrace.testkit.saga.Purchases.Told;
import io.millrace.testkit.saga.Purchases.Unpack;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SagaTestTest {

    @Test
    void a_saga_is_told_forward() {
        commands()
                .expectSent(Reserve.class)
                .expectNothingSent()
                .whenAnswered(new Reserved("A1"))
                .expectSent(new Pack("p-1"))
                .expectNotReached("confirm")
                .whenAnswered(new Packed("B1"))
                .expectReached("confirm")
                .expectSent(Ship.class)
                .whenAnswered(new Shipped("T1"))
                .expectSent(Told.class)
                .expectStatus(SagaStatus.COMPLETED)
                .expectState(purchase -> purchase.notes().size() == 3);
    }

    @Test
    void a_saga_is_told_backward() {
        commands()
                .expectSent(Reserve.class)
                .whenAnswered(new Reserved("A1"))
                .expectSent(Pack.class)
                .advance(Duration.ofSeconds(30))
                .expectStep("pack", StepStatus.IN_DOUBT)
                .expectSent(Unpack.class)
                .expectSent(Release.class)
                .expectUndo("reserve", StepStatus.IN_FLIGHT)
                .whenAnswered(new Released("p-1"))
                .expectStatus(SagaStatus.COMPENSATED);
    }

    @Test
    void calls_fail_and_probes_answer_as_the_test_says() {
        calls().whenCallFails("authorise", new SocketTimeoutException("no answer"))
                .whenProbeSays("authorise", Probe.unknown())
                .advance(Duration.ofMinutes(4))
                .expectStatus(SagaStatus.SUSPENDED)
                .expectStep("authorise", StepStatus.IN_DOUBT)
                .whenProbeSays("authorise", Probe.found("a-1"))
                .whenRetried()
                .expectReached("confirm")
                .expectStatus(SagaStatus.COMPLETED)
                .expectState(purchase -> purchase.notes().getFirst().equals("a-1"));
    }

    @Test
    void a_call_is_cut_off_refused_undone_or_returns_as_the_test_says() {
        calls().whenCallIsCutOff("authorise")
                .expectStep("authorise", StepStatus.IN_DOUBT)
                .whenProbeSays("authorise", Probe.absent())
                .whenCallReturns("authorise", "a-2")
                .whenCallFails("hold", new Declined())
                .whenUndoFails("authorise", new SocketTimeoutException("down"))
                .advance(Duration.ofSeconds(5))
                .expectStep("hold", StepStatus.REJECTED)
                .expectUndo("authorise", StepStatus.RETRYING)
                .whenUndoWorks("authorise")
                .advance(Duration.ofMinutes(1))
                .expectNotUndone("hold")
                .expectStatus(SagaStatus.COMPENSATED);
    }

    @Test
    void a_call_does_not_return_in_its_time_as_the_test_says() {
        calls().whenCallDoesNotReturn("authorise")
                .expectStep("authorise", StepStatus.IN_DOUBT)
                .whenProbeSays("authorise", Probe.found("a-1"))
                .advance(Duration.ofMinutes(1))
                .expectReached("hold")
                .expectState(purchase -> purchase.notes().getFirst().equals("a-1"));
    }

    @Test
    void operators_act() {
        commands().whenCancelled().expectStatus(SagaStatus.COMPENSATING);
        commands()
                .whenExtended(Duration.ofHours(1))
                .whenAnswered(new Reserved("A1"))
                .whenAnswered(new Packed("B1"))
                .advance(Duration.ofMinutes(1))
                .expectStatus(SagaStatus.SUSPENDED)
                .whenResolved(Resolution.DONE)
                .expectStatus(SagaStatus.COMPLETED);
    }

    @Test
    void a_wrong_expectation_fails_and_prints_the_journal() {
        assertFails(() -> commands().expectSent(Pack.class), "Pack is not sent next, but [Reserve");
        assertFails(() -> commands().expectSent(new Reserve("other")), "Reserve[id=other] is not sent next");
        assertFails(() -> commands().expectNothingSent(), "something was sent: [Reserve");
        assertFails(() -> commands().expectStatus(SagaStatus.COMPLETED), "it is not COMPLETED but RUNNING");
        assertFails(() -> commands().expectStep("reserve", StepStatus.DONE), "'reserve' is not DONE but IN_FLIGHT");
        assertFails(() -> commands().expectStep("pack", StepStatus.DONE), "'pack' is not DONE but not begun");
        assertFails(() -> commands().expectUndo("reserve", StepStatus.DONE), "'reserve' is not DONE but not begun");
        assertFails(() -> commands().expectReached("confirm"), "step 'confirm' was not reached");
        assertFails(() -> commands().expectNotReached("reserve"), "step 'reserve' was reached");
        assertFails(() -> commands().whenCancelled().expectNotUndone("reserve"), "step 'reserve' was undone");
        assertFails(() -> commands().expectState(purchase -> false), "the state is Purchase[id=p-1");
    }

    @Test
    void a_step_that_the_saga_does_not_have_is_named() {
        assertThatThrownBy(() -> commands().expectStep("pay", StepStatus.DONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("saga 'by-commands' has no step 'pay'");
    }

    private static SagaTest<Purchase> commands() {
        return SagaTest.of(Purchases.byCommands()).started("p-1", Purchase.begun());
    }

    private static SagaTest<Purchase> calls() {
        return SagaTest.of(Purchases.byCalls()).started("p-1", Purchase.begun());
    }

    private static void assertFails(Runnable expectation, String message) {
        assertThatThrownBy(expectation::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(message, "Journal:", "STARTED");
    }
}
