package io.millrace.marketplace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looking at an order, and acting on it. */
class OrderPageTest {

    private static final String PAGE = "/orders/" + Orders.ID;
    private static final StubServices services = new StubServices();
    private static Gateway gateway;

    @BeforeAll
    static void open() {
        gateway = Gateway.inFrontOf(services);
    }

    @AfterAll
    static void close() {
        gateway.close();
        services.close();
    }

    @BeforeEach
    void anOrderThatIsPlacedAndConfirmed() {
        services.forget();
        services.answers("GET " + Orders.PATH + "/history", 200, Orders.historyOfCreated());
        services.answers("GET " + Orders.PATH, 200, Orders.detail(1, "CREATED"));
        services.answers("GET /api/mailbox", 200, Orders.mailbox());
    }

    @Test
    void an_order_shows_its_items_its_history_and_its_own_e_mail() {
        String page = gateway.get(PAGE, "Accept-Language", "en").body();

        assertThat(page).contains("M-7K2Q", "data-status=\"CREATED\"", "백자 찻잔", "₩68,000");
        assertThat(page)
                .contains("data-testid=\"history-row\"", "OrderCreated", "2 × Green tea from Boseong @ ₩18,000");
        assertThat(page).contains("Your order M-7K2Q").doesNotContain("M-OTHER");
    }

    @Test
    void an_order_that_the_read_model_has_not_got_is_being_prepared() {
        services.refuses("GET " + Orders.PATH, 503, "The read model has version 0.");

        HttpResponse<String> english = gateway.get(PAGE, "Accept-Language", "en");
        HttpResponse<String> korean = gateway.get(PAGE, "Accept-Language", "ko");

        assertThat(english.statusCode()).isEqualTo(200);
        assertThat(english.body())
                .contains("Being prepared…", "data-status=\"PREPARING\"", "hx-trigger=\"every 1s\"", "M-7K2Q");
        assertThat(korean.body()).contains("준비하고 있습니다…");
    }

    @Test
    void a_poll_answers_only_when_something_has_changed() {
        HttpResponse<String> same = gateway.get(PAGE + "/live?shown=1.1.1");
        services.answers("GET " + Orders.PATH + "/history", 200, Orders.historyOfPaid());
        services.answers("GET " + Orders.PATH, 200, Orders.detail(2, "PAID"));
        HttpResponse<String> paid = gateway.get(PAGE + "/live?shown=1.1.1");

        assertThat(same.statusCode()).isEqualTo(204);
        assertThat(paid.body())
                .contains("data-status=\"PAID\"", "shown=2.2.1", "id=\"actions\"", "data-testid=\"ship\"")
                .doesNotContain("<html", "data-testid=\"pay\"");
    }

    @Test
    void a_poll_leaves_the_forms_alone_while_the_read_model_stands_still() {
        services.answers("GET " + Orders.PATH + "/history", 200, Orders.historyOfPaid());

        String update = gateway.get(PAGE + "/live?shown=1.1.1").body();

        assertThat(update).contains("id=\"history\"", "OrderPaid").doesNotContain("id=\"actions\"");
    }

    @Test
    void a_confirmation_that_the_read_model_reports_is_shown_where_there_is_no_mailbox() {
        services.refuses("GET /api/mailbox", 404, "There is no mailbox here.");
        String before = gateway.get(PAGE, "Accept-Language", "en").body();
        services.answers("GET " + Orders.PATH, 200, Orders.confirmed(1, "CREATED"));
        String after =
                gateway.get(PAGE + "/live?shown=1.1.0", "Accept-Language", "en").body();

        assertThat(before).contains("has not arrived yet");
        assertThat(after).contains("The mail server has taken the confirmation.");
    }

    @Test
    void an_order_that_was_cancelled_before_it_was_paid_waits_for_no_confirmation() {
        services.answers("GET " + Orders.PATH + "/history", 200, Orders.historyOfCancelled("SOLD_OUT", "TEA-01"));
        services.answers("GET " + Orders.PATH, 200, Orders.detail(2, "CANCELLED"));
        services.refuses("GET /api/mailbox", 404, "There is no mailbox here.");

        String english = gateway.get(PAGE, "Accept-Language", "en").body();
        String korean = gateway.get(PAGE, "Accept-Language", "ko").body();

        assertThat(english)
                .contains("cancelled before it was paid, so there is nothing to confirm.")
                .doesNotContain("every 1s", "has not arrived yet", "journey-mailed");
        assertThat(korean).contains("결제 전에 취소된 주문이므로 확인 메일은 발송되지 않습니다.");
    }

    @Test
    void a_mail_about_a_cancellation_is_no_confirmation() {
        services.answers("GET " + Orders.PATH + "/history", 200, Orders.historyOfCancelled("SOLD_OUT", "TEA-01"));
        services.answers("GET " + Orders.PATH, 200, Orders.detail(2, "CANCELLED"));

        String page = gateway.get(PAGE).body();

        assertThat(page).contains("data-testid=\"confirmation-mail\"").doesNotContain("every 1s", "journey-mailed");
    }

    @Test
    void a_paid_order_is_polled_until_the_read_model_reports_its_confirmation() {
        services.answers("GET " + Orders.PATH + "/history", 200, Orders.historyOfPaidAndCancelled());
        services.answers("GET " + Orders.PATH, 200, Orders.detail(3, "CANCELLED"));
        String before = gateway.get(PAGE).body();
        services.answers("GET " + Orders.PATH, 200, Orders.confirmed(3, "CANCELLED"));
        String after = gateway.get(PAGE).body();

        assertThat(before).contains("every 1s", "data-progress=\"NOW\" data-testid=\"journey-mailed\"");
        assertThat(after)
                .contains("data-progress=\"DONE\" data-testid=\"journey-mailed\"")
                .doesNotContain("every 1s");
    }

    @Test
    void an_order_that_is_not_paid_yet_will_be_confirmed_later() {
        assertThat(gateway.get(PAGE).body())
                .contains("every 1s", "data-progress=\"LATER\" data-testid=\"journey-mailed\"");
    }

    @Test
    void a_finished_order_is_polled_no_more() {
        services.answers("GET " + Orders.PATH, 200, Orders.detail(1, "CANCELLED"));

        assertThat(gateway.get(PAGE).body())
                .contains("data-status=\"CANCELLED\"")
                .doesNotContain("every 1s", "data-testid=\"cancel\"");
    }

    @Test
    void shipping_leads_back_to_the_order_with_a_message() {
        services.answers("POST " + Orders.PATH + "/ship", 200, "{}");

        HttpResponse<String> answer = gateway.submit(PAGE + "/ship", Map.of("trackingNumber", "TRACK-77"));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue(PAGE + "?done=ship");
        assertThat(services.requests("POST " + Orders.PATH + "/ship").getFirst().body())
                .isEqualTo("{\"trackingNumber\":\"TRACK-77\"}");
        assertThat(gateway.get(PAGE + "?done=ship", "Accept-Language", "en").body())
                .contains("The order is shipped.");
    }

    @Test
    void a_cancelled_order_shows_how_it_was_to_be_paid_and_why_it_is_cancelled() {
        services.answers("GET " + Orders.PATH, 200, Orders.cancelled());

        String english = gateway.get(PAGE, "Accept-Language", "en").body();
        String korean = gateway.get(PAGE, "Accept-Language", "ko").body();

        assertThat(english).contains("Payment: Card that is declined", "Cancelled: card &lt;declined&gt;");
        assertThat(korean).contains("결제: 승인이 거절되는 카드", "취소 사유: card &lt;declined&gt;");
    }

    @Test
    void why_an_order_was_cancelled_is_said_in_the_visitor_s_language_with_the_product_s_name() {
        services.answers("GET " + Orders.PATH, 200, Orders.cancelled("TOO_FEW_LEFT", "CUP-02"));
        services.answers("GET " + Orders.PATH + "/history", 200, Orders.historyOfCancelled("SOLD_OUT", "TEA-01"));

        String english = gateway.get(PAGE, "Accept-Language", "en").body();
        String korean = gateway.get(PAGE, "Accept-Language", "ko").body();

        assertThat(english).contains("Cancelled: The reason in English.").doesNotContain("TOO_FEW_LEFT");
        assertThat(korean)
                .contains("취소 사유: '백자 찻잔' 상품의 재고가 부족합니다.", "'Green tea from Boseong' 상품이 품절되었습니다.")
                .doesNotContain("The reason in English.", "SOLD_OUT");
    }

    @Test
    void how_many_were_left_is_said_where_it_is_known() {
        services.answers("GET " + Orders.PATH, 200, Orders.cancelledAsOnly(1, "CUP-02"));
        services.answers("GET " + Orders.PATH + "/history", 200, Orders.historyOfCancelledAsOnly(2, "TEA-01"));

        String korean = gateway.get(PAGE, "Accept-Language", "ko").body();

        assertThat(korean).contains("취소 사유: '백자 찻잔' 상품의 재고가 1개뿐입니다.", "'Green tea from Boseong' 상품의 재고가 2개뿐입니다.");
    }

    @Test
    void a_cause_that_the_pages_have_no_words_for_is_said_in_english() {
        services.answers("GET " + Orders.PATH, 200, Orders.cancelled("A_NEWER_CODE", "CUP-02"));

        String korean = gateway.get(PAGE, "Accept-Language", "ko").body();

        assertThat(korean).contains("취소 사유: The reason in English.");
    }

    @Test
    void a_refused_cancellation_says_why_and_keeps_the_reason_that_was_typed() {
        services.answers("POST " + Orders.PATH + "/cancel", 409, """
                {"status": 409, "detail": "A SHIPPED order can't be cancelled.", "orderStatus": "SHIPPED"}
                """);

        HttpResponse<String> answer =
                gateway.submit(PAGE + "/cancel", Map.of("reason", "changed <my> mind"), "Accept-Language", "en");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .contains(
                        "cannot be cancelled any more",
                        "It is: Shipped.",
                        "A SHIPPED order can't be cancelled.",
                        "value=\"changed &lt;my> mind\"");
    }

    @Test
    void cancelling_without_a_reason_is_a_mistake() {
        HttpResponse<String> answer = gateway.submit(PAGE + "/cancel", Map.of("reason", " "), "Accept-Language", "ko");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("사유를 200자 이내로");
        assertThat(services.requests("POST " + Orders.PATH + "/cancel")).isEmpty();
    }

    @Test
    void a_row_of_the_history_leads_to_the_order_at_that_version() {
        services.answers("GET " + Orders.PATH + "/state?version=1", 200, """
                {"orderId": "%s", "version": 1, "status": "CREATED", "note": "<i>"}
                """.formatted(Orders.ID));

        String fragment =
                gateway.get(PAGE + "/versions/1", "HX-Request", "true").body();
        String page = gateway.get(PAGE + "/versions/1", "Accept-Language", "en").body();

        assertThat(fragment)
                .contains("data-testid=\"state-at-version\"", "&lt;i&gt;")
                .doesNotContain("<html");
        assertThat(page).contains("<html", "At version 1", "M-7K2Q");
    }

    @Test
    void an_unknown_order_is_a_page_that_says_so() {
        HttpResponse<String> unknown = gateway.get("/orders/0190a6f0-0000-7000-8000-000000000000");
        HttpResponse<String> noId = gateway.get("/orders/not-an-id", "Accept-Language", "ko");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(noId.statusCode()).isEqualTo(404);
        assertThat(noId.body()).contains("찾을 수 없습니다");
    }

    @Test
    void my_orders_are_those_of_the_cookie_page_by_page() {
        services.answers("GET /api/orders/latest", 200, "[]");
        services.answers("GET /api/orders", 200, """
                {"items": [%s], "page": 1, "size": 10, "hasNext": false}
                """.formatted(Orders.detail(1, "CREATED")));

        String page = gateway.get("/orders?page=1", "Cookie", "customer=" + Orders.CUSTOMER)
                .body();

        assertThat(page)
                .contains("data-testid=\"order-row\"", "M-7K2Q", "data-testid=\"newer\"")
                .doesNotContain("data-testid=\"older\"");
        assertThat(services.requests("GET /api/orders?customerId=" + Orders.CUSTOMER + "&page=1&size=10"))
                .hasSize(1);
        assertThat(gateway.get("/orders").body()).contains("data-testid=\"no-orders\"");
    }

    @Test
    void who_has_not_ordered_anything_sees_the_latest_orders_in_the_shop() {
        services.answers("GET /api/orders/latest", 200, "[%s]".formatted(Orders.summary("SHIPPED")));

        String english = gateway.get("/orders", "Accept-Language", "en").body();
        String korean = gateway.get("/orders", "Accept-Language", "ko").body();

        assertThat(english)
                .contains("data-testid=\"no-orders\"", "Latest orders in the shop", "data-testid=\"latest-row\"")
                .contains("M-7K2Q", "Shipped", "₩68,000")
                .doesNotContain("href=\"" + PAGE + "\"");
        assertThat(korean).contains("<h2 id=\"latest\">최근 주문</h2>", "배송 시작");
    }

    @Test
    void a_shop_that_has_just_opened_has_no_latest_orders() {
        services.answers("GET /api/orders/latest", 200, "[]");

        assertThat(gateway.get("/orders", "Accept-Language", "en").body())
                .contains("Nobody has ordered anything yet.")
                .doesNotContain("<table");
    }
}
