package io.millrace.marketplace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buying: the products and the order form. */
class ShopTest {

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
    void catalogue() {
        services.forget();
        services.answers("GET /api/products", 200, Orders.products());
    }

    @Test
    void the_products_are_shown_in_the_language_that_the_browser_prefers() {
        String english = gateway.get("/", "Accept-Language", "en-GB").body();
        String korean =
                gateway.get("/", "Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8").body();

        assertThat(english).contains("<html lang=\"en\">", "Place order", "백자 찻잔", "₩32,000");
        assertThat(korean).contains("<html lang=\"ko\">", "주문하기", "Green tea from Boseong", "₩18,000");
    }

    @Test
    void the_language_link_overrides_the_browser_and_leads_back_to_this_site_only() {
        HttpResponse<String> choice = gateway.get("/language/ko?back=/orders");
        HttpResponse<String> elsewhere = gateway.get("/language/ko?back=//evil.example");
        String cookie = choice.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];

        assertThat(choice.headers().firstValue("Location")).hasValue("/orders");
        assertThat(elsewhere.headers().firstValue("Location")).hasValue("/");
        assertThat(gateway.get("/", "Accept-Language", "en", "Cookie", cookie).body())
                .contains("lang=\"ko\"");
    }

    @Test
    void an_order_is_placed_with_the_key_of_its_form() {
        services.answers("POST /api/orders", 201, Orders.placed());
        String key = keyIn(gateway.get("/").body());

        HttpResponse<String> answer =
                gateway.submit("/orders", form(key, "2"), "Cookie", "customer=" + Orders.CUSTOMER + "; language=ko");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/orders/" + Orders.ID);
        StubServices.Request sent = services.requests("POST /api/orders").getFirst();
        assertThat(sent.header("Idempotency-Key")).isEqualTo(key).isNotBlank();
        assertThat(sent.header("Accept-Language")).isEqualTo("ko");
        assertThat(sent.body())
                .contains(
                        "\"paymentMethod\":\"card-ok\"",
                        Orders.CUSTOMER,
                        "mina@example.com",
                        "{\"sku\":\"TEA-01\",\"quantity\":2}")
                .doesNotContain("CUP-02", "price");
    }

    @Test
    void products_have_names_in_the_visitor_s_language_and_say_how_many_are_left() {
        services.answers("GET /api/products", 200, """
                [{"sku": "TEA-01", "name": "보성 녹차", "names": {"ko": "보성 녹차", "en": "Boseong tea"},
                  "price": {"amount": "18000", "currency": "KRW"}, "available": 7},
                 {"sku": "CUP-02", "name": "백자 찻잔", "price": {"amount": "32000", "currency": "KRW"}, "available": 0}]
                """);

        String english = gateway.get("/", "Accept-Language", "en").body();
        String korean = gateway.get("/", "Accept-Language", "ko").body();

        assertThat(english).contains("Boseong tea", "7 in stock", "Sold out").doesNotContain("보성 녹차");
        assertThat(korean).contains("보성 녹차", "재고 7개", "품절").doesNotContain("Boseong tea");
    }

    @Test
    void an_order_is_paid_with_what_was_chosen() {
        services.answers("POST /api/orders", 201, Orders.placed());
        Map<String, String> declined = new HashMap<>(form("k-6", "1"));
        declined.put("paymentMethod", "card-declined");
        Map<String, String> hostile = new HashMap<>(form("k-7", "1"));
        hostile.put("paymentMethod", "someone-else-s");

        gateway.submit("/orders", declined);
        gateway.submit("/orders", hostile);

        assertThat(services.requests("POST /api/orders"))
                .extracting(sent -> sent.body().replaceFirst(".*\"paymentMethod\":\"([^\"]*)\".*", "$1"))
                .containsExactly("card-declined", "card-ok");
    }

    @Test
    void a_second_press_of_the_button_sends_the_same_order_again_even_without_cookies() {
        services.answers("POST /api/orders", 201, Orders.placed());
        String key = keyIn(gateway.get("/").body());

        gateway.submit("/orders", form(key, "2"));
        gateway.submit("/orders", form(key, "2"));

        List<StubServices.Request> sent = services.requests("POST /api/orders");
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).body()).isEqualTo(sent.get(0).body());
        assertThat(sent.get(1).header("Idempotency-Key")).isEqualTo(sent.get(0).header("Idempotency-Key"));
    }

    @Test
    void a_mistake_is_named_at_its_field_and_what_was_typed_stays() {
        Map<String, String> form =
                Map.of("key", "k-1", "email", "no \"address\"", "quantity-TEA-01", "-1", "quantity-CUP-02", "3");

        HttpResponse<String> english = gateway.submit("/orders", form, "Accept-Language", "en");
        HttpResponse<String> korean = gateway.submit("/orders", form, "Accept-Language", "ko");

        assertThat(english.statusCode()).isEqualTo(422);
        assertThat(english.body())
                .contains("Please give an e-mail address", "Please give a whole number")
                .contains("value=\"no &#34;address&#34;\"", "value=\"-1\"", "value=\"3\"", "value=\"k-1\"");
        assertThat(korean.body()).contains("이메일 주소를 입력해 주세요", "정수를 입력해 주세요");
        assertThat(services.requests("POST /api/orders")).isEmpty();
    }

    @Test
    void an_order_of_nothing_is_a_mistake() {
        HttpResponse<String> answer = gateway.submit("/orders", form("k-2", "0"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("data-testid=\"mistake-items\"");
    }

    @Test
    void a_refusal_by_ordering_is_shown_at_the_form_which_gets_a_new_key() {
        services.refuses("POST /api/orders", 422, "The e-mail address has no such domain.");

        HttpResponse<String> answer = gateway.submit("/orders", form("k-3", "2"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("The e-mail address has no such domain.", "value=\"mina@example.com\"");
        assertThat(keyIn(answer.body())).isNotEqualTo("k-3");
    }

    @Test
    void after_an_unknown_outcome_the_form_keeps_its_key() {
        services.refuses("POST /api/orders", 503, "down");

        HttpResponse<String> answer = gateway.submit("/orders", form("k-4", "2"), "Accept-Language", "en");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("you will not order twice");
        assertThat(keyIn(answer.body())).isEqualTo("k-4");
    }

    @Test
    void a_hostile_key_is_replaced() {
        services.answers("POST /api/orders", 201, Orders.placed());

        HttpResponse<String> answer = gateway.submit("/orders", form("k\r\nX-Evil: 1", "2"));

        assertThat(answer.statusCode()).isEqualTo(303);
        StubServices.Request sent = services.requests("POST /api/orders").getFirst();
        assertThat(sent.header("Idempotency-Key")).matches("[0-9a-f-]{36}");
        assertThat(sent.header("X-Evil")).isEmpty();
    }

    @Test
    void a_hostile_product_name_is_text() {
        services.answers("GET /api/products", 200, """
                [{"sku": "X-1", "name": "<script>alert(1)</script>\\"><img src=x onerror=alert(2)>",
                  "price": {"amount": "1", "currency": "<b>"}}]
                """);

        String page = gateway.get("/").body();

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert", "<img", "<b>");
    }

    @Test
    void a_form_that_another_site_sends_is_refused() {
        HttpResponse<String> byFetchSite = gateway.submit("/orders", form("k-5", "2"), "Sec-Fetch-Site", "cross-site");
        HttpResponse<String> byOrigin = gateway.submit("/orders", form("k-5", "2"), "Origin", "https://evil.example");

        assertThat(List.of(byFetchSite.statusCode(), byOrigin.statusCode())).containsOnly(403);
        assertThat(services.requests("POST /api/orders")).isEmpty();
    }

    @Test
    void pages_allow_no_inline_script_and_no_frame() {
        HttpResponse<String> page = gateway.get("/");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();

        assertThat(policy)
                .contains("script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .contains("SameSite=Strict", "HttpOnly");
        assertThat(gateway.get("/assets/htmx.min.js").body()).contains("htmx");
        assertThat(gateway.get("/assets/shop.css").statusCode()).isEqualTo(200);
    }

    private static Map<String, String> form(String key, String quantity) {
        return Map.of("key", key, "email", "mina@example.com", "quantity-TEA-01", quantity, "quantity-CUP-02", "");
    }

    private static String keyIn(String page) {
        Matcher key = Pattern.compile("name=\"key\" value=\"([^\"]*)\"").matcher(page);
        assertThat(key.find()).isTrue();
        return key.group(1);
    }
}
