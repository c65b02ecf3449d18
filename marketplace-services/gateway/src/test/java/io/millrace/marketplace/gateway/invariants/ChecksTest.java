package io.millrace.marketplace.gateway.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.gateway.services.Member;
import io.millrace.marketplace.gateway.services.OrderSet;
import io.millrace.marketplace.gateway.services.Part;
import io.millrace.marketplace.gateway.services.Stock;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChecksTest {

    private static final Stock BALANCED = new Stock(200, 50, 240, 4, 6, List.of());
    private static final Order CONFIRMED = new Order(1);
    private static final Order CANCELLED = new Order(2);

    /** What the services say of orders: one of them confirmed, one that was paid and called off, where all agree. */
    private final List<Member> members = new ArrayList<>(List.of(
            CONFIRMED.in(OrderSet.CONFIRMED),
            CONFIRMED.in(OrderSet.OWED, 142_000),
            CONFIRMED.in(OrderSet.PAID),
            CONFIRMED.in(OrderSet.KEPT, 142_000),
            CONFIRMED.in(OrderSet.SOLD),
            CONFIRMED.in(OrderSet.MAILED),
            CANCELLED.in(OrderSet.CANCELLED),
            CANCELLED.in(OrderSet.PAID),
            CANCELLED.in(OrderSet.MAILED)));

    private record Order(long number) {

        UUID id() {
            return new UUID(0, number);
        }

        Member in(OrderSet set) {
            return new Member(set, id(), null, null);
        }

        Member in(OrderSet set, long won) {
            return new Member(set, id(), "KRW", BigDecimal.valueOf(won));
        }
    }

    @Test
    void where_all_agree_every_check_holds() {
        assertThat(checks(BALANCED)).hasSize(6).allMatch(Check::ok);
        assertThat(Report.of(3, checks(BALANCED))).returns(true, Report::ok).returns(3, Report::pending);
    }

    @Test
    void the_figures_are_in_a_sentence() {
        members.add(CONFIRMED.in(OrderSet.CHARGED, 142_000));
        members.add(CANCELLED.in(OrderSet.CHARGED, 1_704_000));
        members.add(CANCELLED.in(OrderSet.REFUNDED, 1_704_000));

        assertThat(detail("money", BALANCED))
                .isEqualTo("Confirmed orders: 1, which come to 142000 KRW; charged 1846000 KRW, refunded 1704000 KRW.");
        assertThat(detail("stock", BALANCED))
                .isEqualTo("240 in stock, 4 reserved and 6 sold are 250; 200 at first and 50 replenished are 250.");
    }

    @Test
    void a_confirmed_order_that_was_not_charged_has_wrong_money() {
        members.remove(CONFIRMED.in(OrderSet.KEPT, 142_000));

        assertFails(CONFIRMED, "money");
    }

    @Test
    void an_order_that_was_charged_more_than_it_comes_to_has_wrong_money() {
        members.remove(CONFIRMED.in(OrderSet.KEPT, 142_000));
        members.add(CONFIRMED.in(OrderSet.KEPT, 142_001));

        assertFails(CONFIRMED, "money");
    }

    @Test
    void two_wrong_amounts_that_make_the_right_sum_are_found() {
        Order other = new Order(3);
        Stream.of(OrderSet.CONFIRMED, OrderSet.PAID, OrderSet.SOLD, OrderSet.MAILED)
                .map(other::in)
                .forEach(members::add);
        members.add(other.in(OrderSet.OWED, 142_000));
        members.add(other.in(OrderSet.KEPT, 142_001));
        members.remove(CONFIRMED.in(OrderSet.KEPT, 142_000));
        members.add(CONFIRMED.in(OrderSet.KEPT, 141_999));

        assertFails(CONFIRMED, "money");
        assertThat(detail("money", BALANCED)).contains(other.id().toString());
    }

    @Test
    void money_that_is_kept_of_a_cancelled_order_is_not_undone() {
        members.add(CANCELLED.in(OrderSet.KEPT, 1_000));

        assertFails(CANCELLED, "money", "cancellations");
    }

    @Test
    void an_open_charge_of_a_cancelled_order_is_not_undone() {
        members.add(CANCELLED.in(OrderSet.OPEN));

        assertFails(CANCELLED, "cancellations");
    }

    @Test
    void goods_that_are_set_aside_for_a_cancelled_order_are_not_undone() {
        members.add(CANCELLED.in(OrderSet.RESERVED));

        assertFails(CANCELLED, "reservations", "cancellations");
    }

    @Test
    void goods_that_are_set_aside_for_an_order_that_nobody_placed_are_found() {
        Order unheardOf = new Order(9);
        members.add(unheardOf.in(OrderSet.RESERVED));

        assertFails(unheardOf, "reservations");
    }

    @Test
    void a_confirmed_order_without_its_goods_is_found() {
        members.remove(CONFIRMED.in(OrderSet.SOLD));

        assertFails(CONFIRMED, "reservations");
    }

    @Test
    void a_confirmed_order_without_a_confirmation_is_found() {
        members.remove(CONFIRMED.in(OrderSet.MAILED));

        assertFails(CONFIRMED, "confirmations");
    }

    @Test
    void a_confirmation_of_an_order_that_was_never_paid_is_found() {
        Order unpaid = new Order(9);
        members.add(unpaid.in(OrderSet.MAILED));

        assertFails(unpaid, "confirmations");
    }

    @Test
    void a_product_that_has_more_than_came_in_is_found() {
        Stock stock = new Stock(200, 50, 241, 4, 6, List.of("BOARD-WALNUT"));

        assertThat(failed(checks(stock))).containsExactly("stock");
        assertThat(detail("stock", stock)).contains("are 251").endsWith("Look at BOARD-WALNUT.");
    }

    @Test
    void an_order_that_is_undecided_for_too_long_is_found() {
        List<Check> checks = new Checks(books(BALANCED, List.of(CONFIRMED.id())), standings()).all();

        assertThat(failed(checks)).containsExactly("deadlines");
        assertThat(checks.getLast().detail())
                .contains("be: 1.")
                .contains(CONFIRMED.id().toString());
    }

    @Test
    void no_more_than_five_orders_are_named() {
        for (int number = 10; number < 16; number++) {
            members.add(new Order(number).in(OrderSet.MAILED));
        }

        assertThat(detail("confirmations", BALANCED))
                .contains(new Order(14).id().toString())
                .doesNotContain(new Order(15).id().toString())
                .endsWith("and others.");
    }

    @Test
    void a_difference_that_no_order_at_rest_makes_is_not_explained() {
        members.remove(CONFIRMED.in(OrderSet.MAILED));
        Books books = books(BALANCED, List.of());

        assertThat(books.differences()).containsExactly(CONFIRMED.id().hashCode() & 1);
        assertThat(books.areExplainedBy(List.of())).isFalse();
        assertThat(books.areExplainedBy(standings())).isTrue();
    }

    private void assertFails(Order order, String... checks) {
        assertThat(failed(checks(BALANCED))).containsExactly(checks);
        assertThat(books(BALANCED, List.of()).differences()).isNotEmpty();
        for (String check : checks) {
            assertThat(detail(check, BALANCED)).contains(order.id().toString());
        }
    }

    private static List<String> failed(List<Check> checks) {
        return checks.stream().filter(check -> !check.ok()).map(Check::name).toList();
    }

    private String detail(String name, Stock stock) {
        return checks(stock).stream()
                .filter(check -> check.name().equals(name))
                .map(Check::detail)
                .findAny()
                .orElseThrow();
    }

    private List<Check> checks(Stock stock) {
        return new Checks(books(stock, List.of()), standings()).all();
    }

    private List<Standing> standings() {
        return Standing.of(members).stream().filter(Standing::isAtFault).toList();
    }

    /** What the services would count of these members: a part for each order and set. */
    private Books books(Stock stock, List<UUID> overdue) {
        List<Part> parts = members.stream()
                .map(member -> new Part(
                        member.orderSet(),
                        member.orderId().hashCode() & 1,
                        member.currency(),
                        1,
                        31L * member.orderId().hashCode()
                                + (member.amount() == null ? 0 : member.amount().hashCode()),
                        member.amount()))
                .toList();
        return Books.of(parts, stock, overdue);
    }
}
