package io.millrace.marketplace.payment.processor;

import io.millrace.marketplace.contracts.Money;
import java.util.Optional;

/**
 * Another company's service that moves money on cards. It applies each key once, for ever: a repeated request is
 * answered as the first was. Safe for use by many threads.
 *
 * <p>All methods throw {@link ProcessorUnavailableException} where no answer came, and then it is not known whether the
 * request took effect, and {@link VoidKeyException} for a key that {@link #makeVoid} was called for.
 */
public interface CardProcessor {

    /** What stands under a key. */
    sealed interface Operation {
        String id();

        Money amount();
    }

    /** An amount that is held on a card. */
    record Authorisation(String id, Money amount) implements Operation {}

    /** An amount that was taken. */
    record Charge(String id, Money amount) implements Operation {}

    /** @param amount that was given back, 0 if all of the charge had been before */
    record Refund(String id, Money amount) implements Operation {}

    /** @throws CardDeclinedException if the card is refused: nothing is held */
    Authorisation authorise(String key, String cardToken, Money amount) throws CardDeclinedException;

    /**
     * Takes what the authorisation holds.
     *
     * @throws CardDeclinedException if the authorisation is not good any more: nothing was taken
     */
    Charge charge(String key, String authorisation) throws CardDeclinedException;

    /** Gives a charge back in full. */
    Refund refund(String key, String charge);

    /**
     * Undoes what was done under the key: releases what is held, gives back what was taken. Where nothing was done the
     * key is refused from now on, so a request that is still under way comes too late. May be repeated.
     */
    void makeVoid(String key);

    /** What stands under the key; empty if nothing was asked, or it was declined or undone. */
    Optional<Operation> find(String key);
}
