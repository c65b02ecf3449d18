package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.aggregate.Decider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tests a {@link Decider} in sentences.
 *
 * <p>{@snippet :
 * AggregateFixture.of(new OrderDecider())
 *         .given(created, paid)
 *         .when(new ShipOrder("TRACK-1"))
 *         .then(new OrderShipped("TRACK-1"));
 * }
 *
 * @param <C> commands, @param <S> state, @param <E> events
 */
public final class AggregateFixture<C, S, E> {

    private final Decider<C, S, E> decider;
    private final List<E> history;

    private AggregateFixture(Decider<C, S, E> decider, List<E> history) {
        this.decider = decider;
        this.history = history;
    }

    /** An aggregate to which nothing has happened yet. */
    public static <C, S, E> AggregateFixture<C, S, E> of(Decider<C, S, E> decider) {
        return new AggregateFixture<>(decider, List.of());
    }

    /** What has happened, after what was given before. */
    @SafeVarargs
    public final AggregateFixture<C, S, E> given(E... events) {
        List<E> all = new ArrayList<>(history);
        for (E event : events) {
            all.add(event);
        }
        return new AggregateFixture<>(decider, all);
    }

    public Decided<S, E> when(C command) {
        S state = decider.initialState();
        for (E event : history) {
            state = decider.evolve(state, event);
        }
        S before = state;
        List<E> events = new ArrayList<>();
        Throwable rejection = catchThrowable(() -> events.addAll(decider.decide(command, before)));
        for (E event : events) {
            state = decider.evolve(state, event);
        }
        return new Decided<>(List.copyOf(events), rejection, state);
    }

    /** What became of a command. */
    public static final class Decided<S, E> {

        private final List<E> events;
        private final @Nullable Throwable rejection;
        private final S state;

        private Decided(List<E> events, @Nullable Throwable rejection, S state) {
            this.events = events;
            this.rejection = rejection;
            this.state = state;
        }

        /** It led to exactly these events, in this order; none if it changes nothing. */
        @SafeVarargs
        public final Decided<S, E> then(E... expected) {
            if (rejection != null) {
                throw new AssertionError("the command was rejected: " + rejection, rejection);
            }
            List<E> all = new ArrayList<>();
            for (E event : expected) {
                all.add(event);
            }
            assertThat(events).isEqualTo(all);
            return this;
        }

        /** It was rejected with such an exception, whose message contains the text. */
        public void thenRejected(Class<? extends Throwable> type, String messagePart) {
            assertThat(rejection)
                    .as("the rejection of the command, which led to %s", events)
                    .isInstanceOf(type)
                    .hasMessageContaining(messagePart);
        }

        /** The state after it satisfies the predicate. */
        public Decided<S, E> thenState(Predicate<? super S> expected) {
            if (rejection != null) {
                throw new AssertionError("the command was rejected: " + rejection, rejection);
            }
            assertThat(state).matches(expected);
            return this;
        }
    }
}
