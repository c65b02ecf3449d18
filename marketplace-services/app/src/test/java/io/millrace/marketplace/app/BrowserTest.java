package io.millrace.marketplace.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {

    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

    private final Marketplace marketplace = SharedMarketplace.running();
    private final Chromium chromium = Chromium.open();

    @BeforeAll
    void theShopAnswers() {
        new Shop(marketplace.url()).get("api/products");
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    void a_person_places_an_order_and_sees_it_confirmed() {
        try (BrowserContext person = chromium.person("en")) {
            Page page = person.newPage();
            String number = place(page);

            assertThat(page.getByTestId("order-status")).hasText("Paid", within30Seconds());
            assertThat(page.getByTestId("history-row").first()).isVisible(SOON);
            assertThat(page.getByTestId("confirmation-mail").first()).isVisible(SOON);
            assertThat(page.getByTestId("confirmation-mail").first()).containsText(number);
            page.getByTestId("orders-link").click();
            assertThat(page.getByTestId("order-row").first()).containsText(number);
        }
    }

    @Test
    void a_paid_order_shows_it_by_itself_and_keeps_its_past() {
        try (BrowserContext person = chromium.person("en")) {
            Page page = person.newPage();
            place(page);

            assertThat(page.getByTestId("history-row")).hasCount(2, countWithin30Seconds());
            page.getByTestId("history-version-1").click();
            assertThat(page.getByTestId("state-at-version")).isVisible(SOON);
        }
    }

    @Test
    void an_order_with_a_declined_card_says_why_it_is_cancelled() {
        try (BrowserContext person = chromium.person("en")) {
            Page page = person.newPage();
            page.navigate(marketplace.url().toString());
            page.getByTestId("payment-method").selectOption("card-declined");
            order(page);

            assertThat(page.getByTestId("order-status")).hasText("Cancelled", within30Seconds());
            assertThat(page.getByTestId("cancel-reason-given")).containsText("card declined");
            assertThat(page.getByTestId("order-payment")).containsText("Card that is declined");
        }
    }

    @Test
    void a_person_who_prefers_korean_gets_korean_pages_and_mails() {
        try (BrowserContext person = chromium.person("ko")) {
            Page page = person.newPage();
            place(page);

            assertThat(page.locator("html")).hasAttribute("lang", "ko");
            assertThat(page.getByRole(AriaRole.HEADING).first()).containsText("주문");
            assertThat(page.getByTestId("confirmation-mail").first()).isVisible(SOON);
            assertThat(page.getByTestId("confirmation-mail").first()).containsText("주문");
        }
    }

    private String place(Page page) {
        page.navigate(marketplace.url().toString());
        return order(page);
    }

    private static String order(Page page) {
        page.getByTestId("product-TEA-BOSEONG-100").locator("input").fill("2");
        page.getByTestId("email").fill("p-" + UUID.randomUUID() + "@example.com");
        page.getByTestId("place-order").click();
        return page.getByTestId("order-number").innerText().strip();
    }

    private static LocatorAssertions.HasTextOptions within30Seconds() {
        return new LocatorAssertions.HasTextOptions().setTimeout(30_000);
    }

    private static LocatorAssertions.HasCountOptions countWithin30Seconds() {
        return new LocatorAssertions.HasCountOptions().setTimeout(30_000);
    }
}
