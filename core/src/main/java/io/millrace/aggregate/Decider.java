package io.millrace.aggregate;

import java.util.List;

/**
 * An aggregate as three pure functions; no framework type appears in it. The pattern is Jérémie Chassaing's
 * functional event sourcing decider.
 *
 * @param <C> its commands, @param <S> its state, @param <E> its events
 */
public interface Decider<C, S, E> {

    S initialState();

    /** The events that the command leads to, none if it changes nothing; an exception of the domain if a rule forbids it. */
    List<E> decide(C command, S state);

    /** The state after the event; it accepts every event that was ever stored. */
    S evolve(S state, E event);
}
