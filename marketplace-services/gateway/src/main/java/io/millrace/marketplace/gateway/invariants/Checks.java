package io.millrace.marketplace.gateway.invariants;

import static io.millrace.marketplace.gateway.services.OrderSet.CANCELLED;
import static io.millrace.marketplace.gateway.services.OrderSet.CHARGED;
import static io.millrace.marketplace.gateway.services.OrderSet.CONFIRMED;
import static io.millrace.marketplace.gateway.services.OrderSet.MAILED;
import static io.millrace.marketplace.gateway.services.OrderSet.OWED;
import static io.millrace.marketplace.gateway.services.OrderSet.PAID;
import static io.millrace.marketplace.gateway.services.OrderSet.REFUNDED;
import static io.millrace.marketplace.gateway.services.OrderSet.RESERVED;
import static io.millrace.marketplace.gateway.services.OrderSet.SOLD;

import io.millrace.marketplace.gateway.services.OrderSet;
import io.millrace.marketplace.gateway.services.Stock;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What must hold of the books.
 *
 * @param standings of the orders in parts of the books that differ
 */
record Checks(Books books, List<Standing> standings) {

    private static final int NAMED = 5;

    List<Check> all() {
        return List.of(money(), stock(), reservations(), confirmations(), cancellations(), deadlines());
    }

    private Check money() {
        String figures = "Confirmed orders: %d, which come to %s; charged %s, refunded %s."
                .formatted(count(CONFIRMED), money(OWED), money(CHARGED), money(REFUNDED));
        return check("money", figures, ordersThat(Standing::hasWrongMoney));
    }

    private Check stock() {
        Stock stock = books.stock();
        String figures = "%d in stock, %d reserved and %d sold are %d; %d at first and %d replenished are %d."
                .formatted(
                        stock.inStock(),
                        stock.reserved(),
                        stock.sold(),
                        stock.inStock() + stock.reserved() + stock.sold(),
                        stock.initial(),
                        stock.replenished(),
                        stock.initial() + stock.replenished());
        return check("stock", figures, stock.unbalanced());
    }

    private Check reservations() {
        String figures = "Confirmed orders: %d; with goods sold to them: %d; decided, with goods still set aside: %d."
                .formatted(count(CONFIRMED), count(SOLD), count(RESERVED));
        return check("reservations", figures, ordersThat(Standing::hasWrongGoods));
    }

    private Check confirmations() {
        String figures = "Orders that were paid: %d; confirmations sent, each under a Message-ID of its own: %d."
                .formatted(count(PAID), count(MAILED));
        return check("confirmations", figures, ordersThat(Standing::hasWrongConfirmation));
    }

    private Check cancellations() {
        List<String> notUndone = ordersThat(Standing::isNotUndone);
        String figures = "Cancelled orders: %d; %s."
                .formatted(
                        count(CANCELLED),
                        notUndone.isEmpty() ? "none keeps money or goods" : "some keep money or goods");
        return check("cancellations", figures, notUndone);
    }

    private Check deadlines() {
        String figures = "Orders undecided for longer than they may be: %d."
                .formatted(books.overdue().size());
        return check(
                "deadlines",
                figures,
                books.overdue().stream().map(String::valueOf).toList());
    }

    private static Check check(String name, String figures, List<String> wrong) {
        if (wrong.isEmpty()) {
            return new Check(name, true, figures);
        }
        String named = wrong.stream().limit(NAMED).collect(Collectors.joining(", "));
        String more = wrong.size() > NAMED ? " and others" : "";
        return new Check(name, false, "%s Look at %s%s.".formatted(figures, named, more));
    }

    private List<String> ordersThat(Predicate<Standing> areWrong) {
        return standings.stream()
                .filter(areWrong)
                .map(standing -> standing.order().toString())
                .toList();
    }

    private long count(OrderSet set) {
        return books.tally(set).orders();
    }

    private String money(OrderSet set) {
        return books.tally(set).money();
    }
}
