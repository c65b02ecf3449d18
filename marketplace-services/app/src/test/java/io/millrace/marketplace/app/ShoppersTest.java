package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Order;
import io.millrace.marketplace.app.shoppers.Pace;
import io.millrace.marketplace.app.shoppers.Shoppers;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ShoppersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pace LIVELY = new Pace(20);
    private static final Pace ALL_BUT_NONE = new Pace(0.001);

    private final Marketplace marketplace = SharedMarketplace.running();
    private final Shop shop = SharedMarketplace.shop();
    private final JdbcClient tables = JdbcClient.create(marketplace.database().dataSource());

    @Test
    void orders_of_shoppers_are_shipped_or_cancelled_for_every_reason_and_a_person_s_stays_paid() {
        Order person = shop.place();
        shop.detailWhen(person, "PAID");

        whileShoppersCome(
                LIVELY,
                () -> Eventually.passes("orders of every kind", PATIENCE, () -> {
                    assertThat(orders("SHIPPED")).hasSizeGreaterThan(20);
                    assertThat(cancelReasons())
                            .contains("card declined", "ordered by mistake", "found it elsewhere")
                            .hasSizeGreaterThan(3);
                }));

        assertThat(shop.get("api/mailbox?to=shopper-ko-1@example.com").body().toString())
                .contains("주문");
        assertThat(shop.get("api/mailbox?to=shopper-en-1@example.com").body().toString())
                .contains("order");
        assertThat(Shop.text(shop.detail(person, 2), "status")).isEqualTo("PAID");
    }

    @Test
    void what_shoppers_paid_before_is_shipped_by_those_who_come_later() {
        whileShoppersCome(
                LIVELY,
                () -> Eventually.passes(
                        "some are paid", () -> assertThat(orders("PAID")).hasSizeGreaterThan(5)));
        List<String> paid = orders("PAID");

        whileShoppersCome(
                ALL_BUT_NONE,
                () -> Eventually.passes(
                        "they are shipped, but for those that were cancelled just before", PATIENCE, () -> {
                            List<String> shipped = orders("SHIPPED");
                            assertThat(shipped).containsAnyElementsOf(paid);
                            assertThat(Stream.concat(shipped.stream(), orders("CANCELLED").stream()))
                                    .containsAll(paid);
                        }));
    }

    private void whileShoppersCome(Pace pace, Runnable wait) {
        Shoppers shoppers = Shoppers.of(marketplace.url(), pace);
        try {
            wait.run();
        } finally {
            shoppers.close();
        }
    }

    private List<String> orders(String status) {
        return tables.sql("""
                        SELECT order_id::text
                        FROM order_query.order_detail
                        WHERE customer_id LIKE 'shopper-%'
                          AND status = ?
                        """).param(status).query(String.class).list();
    }

    private List<String> cancelReasons() {
        return tables.sql("""
                        SELECT DISTINCT cancel_reason
                        FROM order_query.order_detail
                        WHERE customer_id LIKE 'shopper-%'
                          AND status = 'CANCELLED'
                        """).query(String.class).list();
    }
}
