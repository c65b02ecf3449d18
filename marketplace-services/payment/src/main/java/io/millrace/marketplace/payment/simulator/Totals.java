package io.millrace.marketplace.payment.simulator;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.payment.simulator.Entry.Kind;
import io.millrace.marketplace.payment.simulator.Entry.State;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The processor's money in one currency, amounts as decimals.
 *
 * @param authorised by all authorisations ever made
 * @param held by authorisations that were neither charged nor released
 * @param charged ever
 * @param refunded of what was charged
 */
public record Totals(String currency, String authorised, String held, String charged, String refunded) {

    static List<Totals> of(Collection<Entry> entries) {
        return entries.stream()
                .flatMap(entry -> Stream.ofNullable(entry.amount()).map(Money::currency))
                .distinct()
                .sorted()
                .map(currency -> of(currency, entries))
                .toList();
    }

    private static Totals of(String currency, Collection<Entry> all) {
        List<Entry> entries = all.stream()
                .filter(entry ->
                        entry.amount() != null && entry.amount().currency().equals(currency))
                .filter(entry -> !entry.is(State.DECLINED))
                .toList();
        List<Entry> authorisations = of(Kind.AUTHORISATION, entries);
        List<Entry> charges = of(Kind.CHARGE, entries);
        return new Totals(
                currency,
                sum(currency, authorisations),
                sum(currency, in(State.APPROVED, authorisations)),
                sum(currency, charges),
                sum(currency, in(State.REFUNDED, charges)));
    }

    private static List<Entry> of(Kind kind, List<Entry> entries) {
        return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    private static List<Entry> in(State state, List<Entry> entries) {
        return entries.stream().filter(entry -> entry.is(state)).toList();
    }

    private static String sum(String currency, List<Entry> entries) {
        Money nothing = new Money(BigDecimal.ZERO, currency);
        return entries.stream()
                .map(entry -> Objects.requireNonNull(entry.amount()))
                .reduce(nothing, Money::plus)
                .amount()
                .toPlainString();
    }
}
