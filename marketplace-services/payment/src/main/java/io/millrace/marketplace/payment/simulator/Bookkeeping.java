package io.millrace.marketplace.payment.simulator;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.payment.simulator.Books.Page;
import io.millrace.marketplace.payment.simulator.Entry.Kind;
import io.millrace.marketplace.payment.simulator.Entry.State;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the processor. Each key is applied once and answers the same ever after; a void key is refused for good,
 * also if nothing had been asked under it before. Safe for use by many threads.
 */
record Bookkeeping(Books books) {

    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int UNPROCESSABLE = 422;

    private static final String NO_LONGER_VALID = "the authorisation is no longer valid";

    /** @param first whether it was applied just now, and not before */
    record Applied(Entry entry, boolean first) {}

    /** @param refusal why the card is declined; null if it is not */
    Applied authorise(String key, String card, Money amount, @Nullable String refusal) {
        return books.under(key, page -> {
            Optional<Entry> known = page.underKey(key);
            if (known.isPresent()) {
                Entry entry = same(known.get(), Kind.AUTHORISATION);
                return new Applied(same(entry, card.equals(entry.card()) && amount.equals(entry.amount())), false);
            }
            Entry approved = Entry.authorisation(key, card, amount);
            return applied(page, refusal == null ? approved : approved.declined(refusal));
        });
    }

    Applied charge(String key, String authorisation) {
        return books.under(key, page -> {
            Optional<Entry> known = page.underKey(key);
            if (known.isPresent()) {
                Entry entry = same(known.get(), Kind.CHARGE);
                return new Applied(same(entry, authorisation.equals(entry.of())), false);
            }
            Entry charged = existing(page, authorisation, Kind.AUTHORISATION);
            Entry charge = Entry.charge(key, charged);
            if (!charged.is(State.APPROVED)) {
                return applied(page, charge.declined(NO_LONGER_VALID));
            }
            page.write(charged.as(State.CAPTURED));
            return applied(page, charge);
        });
    }

    /** Gives back in full what is still kept of a charge. */
    Applied refund(String key, String charge) {
        return books.under(key, page -> {
            Optional<Entry> known = page.underKey(key);
            if (known.isPresent()) {
                Entry entry = same(known.get(), Kind.REFUND);
                return new Applied(same(entry, charge.equals(entry.of())), false);
            }
            Entry refunded = existing(page, charge, Kind.CHARGE);
            Money amount = Objects.requireNonNull(refunded.amount());
            Money kept = refunded.is(State.APPROVED) ? amount : amount.times(0);
            giveBack(page, refunded);
            return applied(page, Entry.refund(key, refunded, kept));
        });
    }

    /** Undoes what was done under the key, if anything was, and refuses the key from now on. */
    Applied makeVoid(String key) {
        return books.under(key, page -> {
            Optional<Entry> known = page.underKey(key).flatMap(entry -> page.withId(entry.id()));
            if (known.isEmpty()) {
                return applied(page, Entry.nothing(key));
            }
            Entry entry = known.get();
            return switch (entry.kind()) {
                case AUTHORISATION -> new Applied(release(page, entry), false);
                case CHARGE -> new Applied(giveBack(page, entry), false);
                case NOTHING -> new Applied(entry, false);
                case REFUND -> throw new RefusedRequestException(UNPROCESSABLE, "a refund can't be undone");
            };
        });
    }

    Optional<Entry> find(String key) {
        return books.find(key);
    }

    /** The card behind an authorisation or a charge. */
    Optional<String> cardOf(String id) {
        return books.under(id, page -> page.withId(id)).flatMap(entry -> Optional.ofNullable(entry.card()));
    }

    List<Totals> totals() {
        return books.totals();
    }

    private static Entry release(Page page, Entry authorisation) {
        return switch (authorisation.state()) {
            case APPROVED -> written(page, authorisation.as(State.VOID));
            case CAPTURED -> throw new RefusedRequestException(CONFLICT, "the charge has to be refunded first");
            case DECLINED, VOID, REFUNDED -> authorisation;
        };
    }

    private static Entry giveBack(Page page, Entry charge) {
        if (!charge.is(State.APPROVED)) {
            return charge;
        }
        Entry authorisation = existing(page, Objects.requireNonNull(charge.of()), Kind.AUTHORISATION);
        page.write(authorisation.as(State.VOID));
        return written(page, charge.as(State.REFUNDED));
    }

    private static Entry existing(Page page, String id, Kind kind) {
        return page.withId(id)
                .filter(entry -> entry.kind() == kind)
                .orElseThrow(() -> new RefusedRequestException(UNPROCESSABLE, "there is no %s %s".formatted(kind, id)));
    }

    /** A void key answers that it is void, whatever is asked under it. */
    private static Entry same(Entry known, Kind asked) {
        return same(known, known.kind() == asked || known.kind() == Kind.NOTHING);
    }

    private static Entry same(Entry known, boolean same) {
        if (!same && known.kind() != Kind.NOTHING) {
            throw new RefusedRequestException(UNPROCESSABLE, "the key was used before, for another request");
        }
        return known;
    }

    private static Applied applied(Page page, Entry entry) {
        return new Applied(written(page, entry), true);
    }

    private static Entry written(Page page, Entry entry) {
        page.write(entry);
        return entry;
    }
}
