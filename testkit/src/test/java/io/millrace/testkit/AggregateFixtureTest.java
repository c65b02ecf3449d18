package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.Decider;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateFixtureTest {

    private final AggregateFixture<Integer, Integer, Integer> account = AggregateFixture.of(new Account());

    @Test
    void a_command_is_decided_on_the_state_that_the_events_led_to() {
        account.given(10).given(5).when(-15).then(-15).thenState(balance -> balance == 0);
        account.given(10).when(0).then().thenState(balance -> balance == 10);
        account.given(10).when(-11).thenRejected(IllegalStateException.class, "balance is 10");
    }

    @Test
    void a_wrong_expectation_fails() {
        assertFails(() -> account.given(10).when(5).then());
        assertFails(() -> account.given(10).when(5).then(6));
        assertFails(() -> account.given(10).when(-11).then(-11));
        assertFails(() -> account.given(10).when(-11).thenState(balance -> true));
        assertFails(() -> account.given(10).when(5).thenState(balance -> balance == 10));
        assertFails(() -> account.given(10).when(5).thenRejected(RuntimeException.class, ""));
        assertFails(() -> account.given(10).when(-11).thenRejected(IllegalArgumentException.class, "balance"));
        assertFails(() -> account.given(10).when(-11).thenRejected(IllegalStateException.class, "overdraft"));
    }

    private static void assertFails(Runnable expectation) {
        assertThatThrownBy(expectation::run).isInstanceOf(AssertionError.class);
    }

    private static final class Account implements Decider<Integer, Integer, Integer> {
        @Override
        public Integer initialState() {
            return 0;
        }

        @Override
        public List<Integer> decide(Integer amount, Integer balance) {
            if (balance + amount < 0) {
                throw new IllegalStateException("the balance is " + balance);
            }
            return amount == 0 ? List.of() : List.of(amount);
        }

        @Override
        public Integer evolve(Integer balance, Integer amount) {
            return balance + amount;
        }
    }
}
