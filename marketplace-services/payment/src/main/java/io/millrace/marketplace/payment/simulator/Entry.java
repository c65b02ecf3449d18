package io.millrace.marketplace.payment.simulator;

import io.millrace.marketplace.contracts.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the processor did for a key, or refuses to do.
 *
 * @param id the processor's own name for it
 * @param of the id of the authorisation that was charged, or of the charge that was refunded
 * @param card null for the key of nothing
 * @param amount null for the key of nothing
 * @param reason why it was declined
 */
record Entry(
        String key,
        Kind kind,
        String id,
        @Nullable String of,
        @Nullable String card,
        @Nullable Money amount,
        State state,
        @Nullable String reason) {

    enum Kind {
        AUTHORISATION,
        CHARGE,
        REFUND,
        /** The key was made void before anything was asked under it. */
        NOTHING
    }

    enum State {
        APPROVED,
        DECLINED,
        /** An authorisation that was charged. */
        CAPTURED,
        /** A charge that was given back. */
        REFUNDED,
        /** Released, or never to be used. */
        VOID
    }

    static Entry authorisation(String key, String card, Money amount) {
        return new Entry(key, Kind.AUTHORISATION, id("auth"), null, card, amount, State.APPROVED, null);
    }

    static Entry charge(String key, Entry authorisation) {
        return new Entry(
                key,
                Kind.CHARGE,
                id("pay"),
                authorisation.id,
                authorisation.card,
                authorisation.amount,
                State.APPROVED,
                null);
    }

    static Entry refund(String key, Entry charge, Money amount) {
        return new Entry(key, Kind.REFUND, id("ref"), charge.id, charge.card, amount, State.APPROVED, null);
    }

    static Entry nothing(String key) {
        return new Entry(key, Kind.NOTHING, id("void"), null, null, null, State.VOID, null);
    }

    Entry declined(String why) {
        return new Entry(key, kind, id, of, card, amount, State.DECLINED, why);
    }

    Entry as(State changed) {
        return new Entry(key, kind, id, of, card, amount, changed, reason);
    }

    boolean is(State asked) {
        return state == asked;
    }

    private static String id(String prefix) {
        return prefix + "_" + UUID.randomUUID();
    }
}
