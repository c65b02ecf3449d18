package io.millrace.testkit.saga;

import io.millrace.deadletter.Operator;
import io.millrace.saga.Direction;
import io.millrace.saga.Probe;
import io.millrace.saga.Resolution;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaSimulation.Sent;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.StepRun;
import io.millrace.saga.StepStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tests a saga in sentences, on a clock that moves by {@link #advance} only.
 *
 * <p>{@snippet :
 * SagaTest.of(saga)
 *         .started("order-1", new Checkout("order-1"))
 *         .expectSent(ReserveStock.class)
 *         .whenAnswered(new StockReserved("A1"))
 *         .whenCallFails("authorise", new SocketTimeoutException())
 *         .advance(Duration.ofMinutes(20))
 *         .expectStatus(SagaStatus.SUSPENDED)
 *         .expectStep("authorise", StepStatus.IN_DOUBT)
 *         .whenProbeSays("authorise", Probe.found("auth-1"))
 *         .whenRetried()
 *         .expectReached("confirm");
 * }
 *
 * <p>Steps run the definition's code, unless it is said before what becomes of a call. What is due runs when the next
 * message comes, time passes, somebody acts or something is expected. For one thread.
 */
public final class SagaTest<S extends Record> {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Operator OPERATOR = new Operator("operator", "a test");

    private final SagaSimulation<S> saga;
    private final ScriptedWork<S> script;
    private int expected;

    private SagaTest(SagaSimulation<S> saga) {
        this.saga = saga;
        this.script = new ScriptedWork<>(saga);
    }

    public static <S extends Record> SagaTest<S> of(Saga<S> saga) {
        return new SagaTest<>(SagaSimulation.of(saga, START));
    }

    /** Lets everything go wrong that may, thousands of times. */
    public static <S extends Record> SagaExploration<S> explore(Saga<S> saga, S state) {
        return SagaExploration.of(() -> SagaSimulation.of(saga, START), state);
    }

    /** It starts; what goes by messages alone goes on at once. */
    public SagaTest<S> started(String key, S state) {
        saga.start(key, state);
        return this;
    }

    /** A message under its key comes, which may mean nothing to it. */
    public SagaTest<S> whenAnswered(Object message) {
        script.run();
        saga.deliver(message);
        return this;
    }

    /** From now on calls of the step throw that. */
    public SagaTest<S> whenCallFails(String step, Throwable failure) {
        return says(Direction.FORWARD, step, failure);
    }

    /** From now on calls of the step return that. */
    public SagaTest<S> whenCallReturns(String step, Object result) {
        return says(Direction.FORWARD, step, result);
    }

    /** The process dies in the next call of the step, of which nobody hears any more. */
    public SagaTest<S> whenCallIsCutOff(String step) {
        script.cutOff(step);
        return this;
    }

    /** The next call of the step does not return in its time. */
    public SagaTest<S> whenCallDoesNotReturn(String step) {
        script.giveUp(step);
        return this;
    }

    /** From now on undos of the call throw that. */
    public SagaTest<S> whenUndoFails(String step, Throwable failure) {
        return says(Direction.COMPENSATE, step, failure);
    }

    /** From now on undos of the call work. */
    public SagaTest<S> whenUndoWorks(String step) {
        return says(Direction.COMPENSATE, step, "undone");
    }

    /** From now on probes of the step say that. */
    public SagaTest<S> whenProbeSays(String step, Probe.Finding<?> finding) {
        script.probe(step, finding);
        return this;
    }

    private SagaTest<S> says(Direction direction, String step, Object outcome) {
        script.call(direction, step, outcome);
        return this;
    }

    /** Time passes, and what becomes due in it is done at its time. */
    public SagaTest<S> advance(Duration time) {
        script.advance(time);
        return this;
    }

    public SagaTest<S> whenCancelled() {
        return whenCancelled(OPERATOR.reason());
    }

    /** Somebody cancels it and says why. */
    public SagaTest<S> whenCancelled(String reason) {
        script.run();
        saga.cancel(new Operator(OPERATOR.actor(), reason));
        return this;
    }

    public SagaTest<S> whenRetried() {
        script.run();
        saga.retry(OPERATOR);
        return this;
    }

    public SagaTest<S> whenResolved(Resolution resolution) {
        script.run();
        saga.resolve(OPERATOR, resolution);
        return this;
    }

    public SagaTest<S> whenExtended(Duration time) {
        script.run();
        saga.extend(OPERATOR, time);
        return this;
    }

    /** The next message that was sent, after those expected before, is of the type. */
    public SagaTest<S> expectSent(Class<?> type) {
        return expectNext(type.getSimpleName(), type::isInstance);
    }

    /** The next message that was sent, after those expected before, is equal to that. */
    public SagaTest<S> expectSent(Object message) {
        return expectNext(message.toString(), message::equals);
    }

    private SagaTest<S> expectNext(String what, Predicate<Object> matches) {
        script.run();
        List<Object> unexpected = unexpected();
        check(
                !unexpected.isEmpty() && matches.test(unexpected.getFirst()),
                "%s is not sent next, but %s".formatted(what, unexpected));
        expected++;
        return this;
    }

    /** Nothing was sent after what was expected before. */
    public SagaTest<S> expectNothingSent() {
        script.run();
        check(unexpected().isEmpty(), "something was sent: " + unexpected());
        return this;
    }

    private List<Object> unexpected() {
        return saga.sent().stream().skip(expected).map(Sent::message).toList();
    }

    public SagaTest<S> expectStatus(SagaStatus status) {
        script.run();
        return check(saga.instance().status() == status, "it is not " + status + " but " + standing());
    }

    /** So it stands with the step on its way forward. */
    public SagaTest<S> expectStep(String step, StepStatus status) {
        return expect(step, Direction.FORWARD, status);
    }

    /** So it stands with the undo of the step. */
    public SagaTest<S> expectUndo(String step, StepStatus status) {
        return expect(step, Direction.COMPENSATE, status);
    }

    private SagaTest<S> expect(String step, Direction direction, StepStatus status) {
        script.run();
        Optional<StepStatus> is = script.status(step, direction);
        String text = is.map(StepStatus::toString).orElse("not begun");
        return check(is.equals(Optional.of(status)), "step '%s' is not %s but %s".formatted(step, status, text));
    }

    /** The step was begun. */
    public SagaTest<S> expectReached(String step) {
        script.run();
        boolean reached = script.status(step, Direction.FORWARD).isPresent();
        return check(reached, "step '%s' was not reached, it is %s".formatted(step, standing()));
    }

    public SagaTest<S> expectNotReached(String step) {
        script.run();
        boolean reached = script.status(step, Direction.FORWARD).isPresent();
        return check(!reached, "step '%s' was reached".formatted(step));
    }

    /** The undo of the step was not begun. */
    public SagaTest<S> expectNotUndone(String step) {
        script.run();
        Optional<StepRun> undo = saga.instance().run(step, Direction.COMPENSATE);
        return check(undo.isEmpty(), "step '%s' was undone".formatted(step));
    }

    public SagaTest<S> expectState(Predicate<? super S> holds) {
        script.run();
        return check(holds.test(saga.state()), "the state is " + saga.state());
    }

    private String standing() {
        return Objects.requireNonNullElse(
                        saga.instance().course().suspension(), saga.instance().status())
                .toString();
    }

    private SagaTest<S> check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("%s%n%nJournal:%n%s".formatted(otherwise, Story.of(saga.journal())));
        }
        return this;
    }
}
