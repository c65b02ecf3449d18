package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.EventContext;
import io.millrace.saga.Order.Refused;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SagaCallTest {

    private static final Retry RETRY =
            Retry.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30)).forAtMost(Duration.ofMinutes(5));

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Attempt> undone = new ArrayList<>();
    private final List<Attempt> probed = new ArrayList<>();
    private RemoteCall<Order, String> remote = (state, attempt) -> "paid";
    private Probe<Order, String> probe = (state, attempt) -> Probe.unknown();
    private RemoteUndo<Order> undo = (state, attempt) -> {};

    @Test
    void a_call_that_returns_is_done_and_its_result_is_in_the_state() {
        Rig rig = Rig.started(paying().pivot("confirm", state -> {}));

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(rig.saga.state().notes()).containsExactly("paid");
    }

    @Test
    void a_call_that_throws_is_repeated_with_the_same_key_at_growing_distances_then_it_suspends() {
        List<Instant> times = new ArrayList<>();
        Rig[] running = new Rig[1];
        remote = (state, attempt) -> {
            times.add(running[0].saga.now());
            throw new SocketTimeoutException("no answer");
        };
        running[0] = Rig.untouched(paying().pivot("confirm", state -> {}));

        running[0].run().pass(Duration.ofMinutes(10));

        assertThat(running[0].status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(running[0].forward("pay")).isEqualTo(StepStatus.IN_DOUBT);
        assertThat(running[0].reason()).contains("step 'pay' failed for").contains("no answer");
        assertThat(times.size()).isBetween(12, 30);
        assertThat(Duration.between(times.get(0), times.get(1))).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(Duration.between(times.get(7), times.get(8))).isGreaterThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(times.getLast()).isBefore(Rig.START.plus(RETRY.budget()));
        assertThat(new HashSet<>(attempts.stream().map(Attempt::key).toList())).hasSize(1);
        assertThat(attempts.getLast().number()).isEqualTo(times.size());
    }

    @Test
    void a_declared_exception_refuses_and_the_call_is_not_undone() {
        remote = (state, attempt) -> {
            throw new Refused("no cover");
        };

        Rig rig = Rig.started(paying().pivot("confirm", state -> {}));

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.saga.state().notes()).containsExactly("no cover");
        assertThat(undone).isEmpty();
    }

    @Test
    void a_call_that_was_cut_off_is_repeated_with_the_same_key_where_there_is_no_probe() {
        Rig rig = Rig.untouched(paying().pivot("confirm", state -> {}));
        Work lost = rig.begin();
        attempts.add(rig.saga.attempt(lost));

        rig.pass(Duration.ofSeconds(2));

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2);
        assertThat(new HashSet<>(attempts.stream().map(Attempt::key).toList())).hasSize(1);
    }

    @Test
    void the_outcome_of_an_attempt_that_was_given_up_means_nothing() {
        Rig rig = Rig.untouched(paying().pivot("confirm", state -> {}));
        Work lost = rig.begin();
        rig.saga.wake();
        SagaInstance before = rig.saga.instance();

        rig.saga.returned(lost, "late");
        rig.saga.threw(lost, new Refused("late"));

        assertThat(rig.saga.instance()).isEqualTo(before);
    }

    @Test
    void a_call_that_does_not_return_in_its_time_is_repeated_and_no_exception_that_refuses() {
        Rig rig = Rig.untouched(paying().rejectedBy(Exception.class, (state, refusal) -> state.with("refused"))
                .within(Duration.ofSeconds(3))
                .pivot("confirm", state -> {}));
        Work hanging = rig.begin();

        rig.saga.givenUp(hanging);
        assertThat(rig.forward("pay")).isEqualTo(StepStatus.RETRYING);
        assertThat(rig.saga.journal().getLast().what()).isEqualTo(JournalEntry.Kind.LOST);
        assertThat(rig.saga.journal().getLast().detail()).isEqualTo("it did not return within PT3S");

        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(attempts).extracting(Attempt::number).containsExactly(2);
    }

    @Test
    void a_call_that_does_not_return_is_in_doubt_where_it_can_be_asked_after_and_where_it_is_undone() {
        Rig asked = Rig.untouched(probing().pivot("confirm", state -> {}));
        asked.saga.givenUp(asked.begin());
        Rig cancelled = Rig.untouched(paying().pivot("confirm", state -> {}));
        Work hanging = cancelled.begin();
        cancelled.saga.cancel(Order.OPERATOR);

        cancelled.saga.givenUp(hanging);

        assertThat(asked.forward("pay")).isEqualTo(StepStatus.IN_DOUBT);
        assertThat(cancelled.forward("pay")).isEqualTo(StepStatus.IN_DOUBT);
        assertThat(cancelled.run().status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(undone).hasSize(1);
    }

    @Test
    void a_call_that_is_cut_off_again_and_again_suspends() {
        Rig rig = Rig.untouched(paying().pivot("confirm", state -> {}));

        for (int crash = 0; crash < 1_000 && rig.status() == SagaStatus.RUNNING; crash++) {
            rig.saga.wake();
            rig.saga.advance(Duration.ofSeconds(15));
        }

        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.reason()).contains("cut off");
    }

    @Test
    void a_probe_that_finds_the_call_ends_the_step_with_its_result() {
        probe = (state, attempt) -> Probe.found("found");
        Rig rig = Rig.untouched(probing().pivot("confirm", state -> {}));
        rig.begin();

        rig.pass(Duration.ofSeconds(2));

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(rig.saga.state().notes()).containsExactly("found");
        assertThat(attempts).isEmpty();
    }

    @Test
    void absent_counts_only_after_the_call_has_settled_then_it_is_made_again() {
        probe = (state, attempt) -> Probe.absent();
        Rig rig = Rig.untouched(probing().settlesWithin(Duration.ofSeconds(20)).pivot("confirm", state -> {}));
        rig.begin();

        rig.pass(Duration.ofSeconds(19));
        assertThat(probed).isNotEmpty();
        assertThat(attempts).isEmpty();

        rig.pass(Duration.ofSeconds(1));
        assertThat(attempts).extracting(Attempt::number).containsExactly(2);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
    }

    @Test
    void a_probe_that_cannot_tell_is_asked_at_growing_distances_then_it_suspends() {
        Rig rig = Rig.untouched(probing().pivot("confirm", state -> {}));
        rig.begin();

        rig.pass(Duration.ofMinutes(10));

        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.forward("pay")).isEqualTo(StepStatus.IN_DOUBT);
        assertThat(probed.size()).isBetween(10, 40);
        assertThat(attempts).isEmpty();
    }

    @Test
    void an_operator_who_retries_asks_the_probe_again() {
        Rig rig = Rig.untouched(probing().pivot("confirm", state -> {}));
        rig.begin();
        rig.pass(Duration.ofMinutes(10));
        probe = (state, attempt) -> Probe.found("found");

        rig.saga.retry(Order.OPERATOR);
        rig.run();

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(attempts).isEmpty();
    }

    @Test
    void a_call_in_doubt_is_undone_with_its_key_but_not_before_it_has_settled() {
        remote = (state, attempt) -> {
            throw new SocketTimeoutException("no answer");
        };
        Rig rig = Rig.started(paying().settlesWithin(Duration.ofMinutes(1)).pivot("confirm", state -> {}));
        rig.saga.cancel(Order.OPERATOR);

        rig.pass(Duration.ofSeconds(59));
        assertThat(undone).isEmpty();
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATING);

        rig.pass(Duration.ofSeconds(1));
        assertThat(undone)
                .extracting(Attempt::key)
                .containsExactly(attempts.getFirst().key());
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void SG_2_a_call_that_began_after_it_was_recorded_settles_after_its_begin() {
        Instant begun = Rig.START.plusSeconds(40);
        SagaMachine<Order> machine = new SagaMachine<>(paying().settlesWithin(Duration.ofMinutes(1))
                .pivot("confirm", state -> {})
                .build());
        SagaInstance started = machine.start("o-1", Order.placed(), EventContext.none(), Rig.START)
                .instance();
        Transition calling = machine.apply(started, new Input.Woken(), Rig.START);
        SagaInstance cancelled = machine.apply(
                        calling.instance(), new Input.Cancelled(Order.OPERATOR), Rig.START.plusSeconds(1))
                .instance();

        Input.Outcome broken = new Input.Threw(calling.work().orElseThrow(), new SocketTimeoutException("no answer"));
        Transition ended = machine.apply(cancelled, new Input.Ended(broken, begun), begun.plusSeconds(5));

        assertThat(ended.instance().times().wakeAt()).isEqualTo(begun.plus(Duration.ofMinutes(1)));
        assertThat(Objects.requireNonNull(ended.entry()).changed())
                .extracting(StepRun::triedAt)
                .containsExactly(begun);
    }

    @Test
    void SG_2_a_call_whose_process_has_vanished_settles_after_that_was_noticed() {
        Rig rig = Rig.untouched(paying().settlesWithin(Duration.ofMinutes(1)).pivot("confirm", state -> {}));
        rig.begin();
        rig.saga.cancel(Order.OPERATOR);
        rig.saga.advance(Duration.ofSeconds(40));
        rig.run();

        rig.pass(Duration.ofSeconds(59));
        assertThat(undone).isEmpty();

        rig.pass(Duration.ofSeconds(1));
        assertThat(undone).hasSize(1);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void a_call_in_flight_is_waited_for_when_the_saga_is_cancelled_then_undone() {
        Rig rig = Rig.untouched(paying().pivot("confirm", state -> {}));
        Work call = rig.begin();

        rig.saga.cancel(Order.OPERATOR);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATING);
        assertThat(rig.forward("pay")).isEqualTo(StepStatus.IN_FLIGHT);

        rig.saga.returned(call, "paid");
        rig.run();
        assertThat(undone).hasSize(1);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.saga.state().notes()).containsExactly("paid");
    }

    @Test
    void a_call_in_flight_that_is_refused_throws_or_is_lost_after_a_cancel_needs_no_repetition() {
        Rig refused = Rig.untouched(paying().pivot("confirm", state -> {}));
        Work first = refused.begin();
        refused.saga.cancel(Order.OPERATOR);
        refused.saga.threw(first, new Refused("no cover"));
        refused.run();
        assertThat(refused.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(undone).isEmpty();

        Rig thrown = Rig.untouched(paying().pivot("confirm", state -> {}));
        Work second = thrown.begin();
        thrown.saga.cancel(Order.OPERATOR);
        thrown.saga.threw(second, new SocketTimeoutException());
        thrown.run();
        assertThat(thrown.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(undone).hasSize(1);

        Rig lost = Rig.untouched(paying().pivot("confirm", state -> {}));
        lost.begin();
        lost.saga.cancel(Order.OPERATOR);
        lost.run();
        assertThat(lost.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(undone).hasSize(2);
        assertThat(attempts).isEmpty();
    }

    @Test
    void the_deadline_undoes_a_call_that_was_cut_off() {
        Rig rig = Rig.untouched(paying().pivot("confirm", state -> {}).deadline(Duration.ofSeconds(30)));
        rig.begin();

        rig.saga.advance(Duration.ofSeconds(30));
        rig.run();

        assertThat(undone).hasSize(1);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void an_undo_that_throws_is_repeated_then_the_saga_is_suspended_until_an_operator_retries() {
        undo = (state, attempt) -> {
            throw new SocketTimeoutException("down");
        };
        Rig rig = Rig.started(paying().local("check", state -> {
                    throw new Refused("no");
                })
                .rejectedBy(Refused.class, (state, refusal) -> state));

        rig.pass(Duration.ofMinutes(10));
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(rig.undo("pay")).contains(StepStatus.FAILED);
        assertThat(undone.size()).isGreaterThan(10);

        undo = (state, attempt) -> {};
        rig.saga.retry(Order.OPERATOR);
        rig.run();
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void an_undo_that_was_cut_off_is_repeated() {
        Rig rig = Rig.untouched(paying().pivot("confirm", state -> {}));
        Work call = rig.begin();
        rig.saga.cancel(Order.OPERATOR);
        rig.saga.returned(call, "paid");
        rig.begin();

        rig.pass(Duration.ofSeconds(2));

        assertThat(undone).extracting(Attempt::number).containsExactly(2);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void nothing_is_undone_after_the_pivot() {
        Rig rig = Rig.started(paying().pivot("confirm", state -> {})
                .call("capture", (state, attempt) -> {
                    throw new SocketTimeoutException("down");
                })
                .retry(RETRY)
                .deadline(Duration.ofMinutes(1)));

        rig.saga.cancel(Order.OPERATOR);
        rig.pass(Duration.ofMinutes(10));

        assertThat(undone).isEmpty();
        assertThat(rig.status()).isEqualTo(SagaStatus.SUSPENDED);
        rig.saga.cancel(Order.OPERATOR);
        rig.saga.resolve(Order.OPERATOR, Resolution.NOT_DONE);
        assertThat(rig.status()).isEqualTo(SagaStatus.COMPLETED);
        assertThat(undone).isEmpty();
    }

    private CallSteps<Order, String> paying() {
        return Saga.named("place-order", Order.class)
                .<String>call(
                        "pay",
                        (state, attempt) -> {
                            attempts.add(attempt);
                            return remote.call(state, attempt);
                        },
                        Order::with)
                .rejectedBy(Refused.class, (state, refusal) -> state.with(String.valueOf(refusal.getMessage())))
                .retry(RETRY)
                .undo((state, attempt) -> {
                    undone.add(attempt);
                    undo.undo(state, attempt);
                });
    }

    private CallSteps<Order, String> probing() {
        return paying().probe((state, attempt) -> {
            probed.add(attempt);
            return probe.look(state, attempt);
        });
    }
}
