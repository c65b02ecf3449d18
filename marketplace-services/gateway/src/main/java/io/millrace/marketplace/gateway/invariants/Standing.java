package io.millrace.marketplace.gateway.invariants;

import static io.millrace.marketplace.gateway.services.OrderSet.CANCELLED;
import static io.millrace.marketplace.gateway.services.OrderSet.CONFIRMED;
import static io.millrace.marketplace.gateway.services.OrderSet.KEPT;
import static io.millrace.marketplace.gateway.services.OrderSet.OPEN;
import static io.millrace.marketplace.gateway.services.OrderSet.RESERVED;
import static io.millrace.marketplace.gateway.services.OrderSet.SOLD;

import io.millrace.marketplace.gateway.services.Member;
import io.millrace.marketplace.gateway.services.OrderSet;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the services say of one order that is decided and at rest.
 *
 * @param in the sets that it is in, each with its amount, or with nothing where a set has no amounts
 */
record Standing(UUID order, Map<OrderSet, String> in) {

    /** One for each order that any of them names, in the order of their ids. */
    static List<Standing> of(Collection<Member> members) {
        Map<UUID, Standing> standings = new TreeMap<>();
        for (Member member : members) {
            standings
                    .computeIfAbsent(member.orderId(), order -> new Standing(order, new EnumMap<>(OrderSet.class)))
                    .in
                    .put(member.orderSet(), amount(member));
        }
        return List.copyOf(standings.values());
    }

    private static String amount(Member member) {
        BigDecimal amount = member.amount();
        return amount == null ? "" : amount.stripTrailingZeros().toPlainString() + " " + member.currency();
    }

    /** Null where it is not in the set; empty where the set has no amounts. */
    @Nullable
    String amount(OrderSet set) {
        return in.get(set);
    }

    boolean isAtFault() {
        return Comparison.ALL.stream().anyMatch(comparison -> comparison.fails(this));
    }

    boolean hasWrongMoney() {
        return Comparison.MONEY.fails(this);
    }

    boolean hasWrongGoods() {
        return Comparison.GOODS.fails(this) || Comparison.SET_ASIDE.fails(this);
    }

    boolean hasWrongConfirmation() {
        return Comparison.CONFIRMATIONS.fails(this);
    }

    /** It is no more, or never was, and takes money or goods all the same. */
    boolean isNotUndone() {
        boolean cancelledWithGoodsOrMoney = is(CANCELLED) && (is(KEPT) || is(RESERVED) || is(SOLD));
        return cancelledWithGoodsOrMoney || (is(OPEN) && !is(CONFIRMED));
    }

    private boolean is(OrderSet set) {
        return in.containsKey(set);
    }
}
