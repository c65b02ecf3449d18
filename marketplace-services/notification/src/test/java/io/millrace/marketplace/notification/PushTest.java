package io.millrace.marketplace.notification;

import static io.millrace.marketplace.notification.AnOrder.again;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.IncomingMessage;
import io.millrace.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PushTest {

    private static final int NO_SERVER = 1;
    private static final String ALL = "/api/notifications";

    private static NotificationService notification;

    @BeforeAll
    static void start() {
        notification = new NotificationService(NO_SERVER, null, "--marketplace.push.heartbeat=200ms");
    }

    @AfterAll
    static void stop() {
        notification.close();
    }

    @Test
    void who_follows_an_order_hears_of_it_and_who_follows_all_hears_of_all() {
        AnOrder order = AnOrder.in("en");
        AnOrder other = AnOrder.in("en");
        try (Browser one = notification.listen(ofOrder(order));
                Browser all = notification.listen(ALL)) {

            notification.deliverTo("news", order.created(), other.created(), order.paid(), order.shipped());

            Eventually.passes("both have heard", () -> assertThat(all.heard())
                    .containsSubsequence(
                            news("ORDER_CREATED", order),
                            news("ORDER_CREATED", other),
                            news("ORDER_PAID", order),
                            news("ORDER_SHIPPED", order)));
            Eventually.passes("the one has", () -> assertThat(one.heard())
                    .containsExactly(
                            news("ORDER_CREATED", order), news("ORDER_PAID", order), news("ORDER_SHIPPED", order)));
        }
    }

    @Test
    void a_cancellation_and_a_refund_are_news_and_a_refund_of_nothing_is_not() {
        AnOrder order = AnOrder.in("en");
        AnOrder uncharged = AnOrder.in("en");
        try (Browser all = notification.listen(ALL)) {

            notification.deliverTo(
                    "news", uncharged.refunded(0), order.cancelled("late"), again(order.refunded(117_000)));

            Eventually.passes("the refund is heard of", () -> assertThat(all.heard())
                    .containsSubsequence(news("ORDER_CANCELLED", order), news("PAYMENT_REFUNDED", order)));
            assertThat(all.heard()).doesNotContain(news("PAYMENT_REFUNDED", uncharged));
        }
    }

    @Test
    void CO_1_redelivered_events_are_no_news() {
        AnOrder order = AnOrder.in("en");
        IncomingMessage created = order.created();
        try (Browser one = notification.listen(ofOrder(order))) {

            notification.deliverTo("news", created, again(created));
            notification.deliverTo("news", again(created), order.paid());

            Eventually.passes("it is heard of once", () -> assertThat(one.heard())
                    .containsExactly(news("ORDER_CREATED", order), news("ORDER_PAID", order)));
        }
    }

    @Test
    void a_browser_that_comes_back_hears_what_it_missed() {
        AnOrder order = AnOrder.in("en");
        String lastId;
        try (Browser before = notification.listen(ofOrder(order))) {
            notification.deliverTo("news", order.created());
            Eventually.passes("it is heard of", () -> assertThat(before.heard()).hasSize(1));
            lastId = before.lastId();
        }

        notification.deliverTo("news", order.paid(), order.shipped());

        try (Browser back = notification.listen(ofOrder(order), "Last-Event-ID", lastId)) {
            Eventually.passes("the rest is heard of", () -> assertThat(back.heard())
                    .containsExactly(news("ORDER_PAID", order), news("ORDER_SHIPPED", order)));
        }
    }

    @Test
    void what_one_instance_handled_reaches_the_browsers_of_another_and_those_who_come_back_there() {
        AnOrder order = AnOrder.in("en");
        notification.deliverTo("news", order.created());
        try (NotificationService other = notification.another();
                Browser there = other.listen(ofOrder(order));
                Browser back = other.listen(ofOrder(order), "Last-Event-ID", "0")) {

            notification.deliverTo("news", order.paid());

            Eventually.passes(
                    "they have heard", () -> assertThat(there.heard()).containsExactly(news("ORDER_PAID", order)));
            Eventually.passes("they have heard all", () -> assertThat(back.heard())
                    .containsExactly(news("ORDER_CREATED", order), news("ORDER_PAID", order)));
        }
    }

    @Test
    void where_nothing_happens_heartbeats_keep_the_connection_and_the_place_in_the_log() {
        try (Browser browser = notification.listen(ofOrder(AnOrder.in("en")))) {

            Eventually.holds("some came", () -> browser.heartbeats() > 2);

            assertThat(browser.heard()).isEmpty();
            assertThat(browser.lastId()).isNotEmpty();
        }
    }

    @Test
    void a_request_that_makes_no_sense_is_refused() throws IOException, InterruptedException {
        HttpResponse<String> noOrder = notification.get(ALL + "?orderId=MR-1");

        assertThat(noOrder.statusCode()).isEqualTo(400);
        assertThat(noOrder.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void beyond_the_limit_browsers_are_refused_until_one_has_gone() throws IOException, InterruptedException {
        try (NotificationService small = new NotificationService(
                NO_SERVER, null, "--marketplace.push.listeners=1", "--marketplace.push.heartbeat=50ms")) {
            Browser first = small.listen(ALL);

            HttpResponse<String> second = small.get(ALL);
            first.close();

            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).contains("10");
            assertThat(second.body()).contains("1 browsers listen already");
            Eventually.passes("there is a place", () -> small.listen(ALL).close());
        }
    }

    @Test
    void who_takes_nothing_is_dropped_and_the_others_hear_on() {
        try (NotificationService small = new NotificationService(
                NO_SERVER, null, "--marketplace.push.listeners=2", "--server.tomcat.connection-timeout=1s")) {
            AnOrder order = AnOrder.in("en");
            small.postNews(order.id(), 60_000);

            try (SleepingBrowser sleeper = small.listenAsleep(ALL, "Last-Event-ID", "0");
                    Browser awake = small.listen(ALL)) {
                Eventually.passes(
                        "the sleeper's place is free", () -> small.listen(ALL).close());
                small.deliverTo("news", order.paid());

                Eventually.passes(
                        "the other hears on", () -> assertThat(awake.heard()).contains(news("ORDER_PAID", order)));
                assertThat(sleeper.isConnected()).isTrue();
            }
        }
    }

    @Test
    void an_end_of_the_service_does_not_wait_for_browsers() {
        NotificationService ending =
                new NotificationService(NO_SERVER, null, "--spring.lifecycle.timeout-per-shutdown-phase=60s");
        try (Browser browser = ending.listen(ALL)) {

            ending.close();

            Eventually.holds("the stream has ended", browser::hasEnded);
        }
    }

    private static String ofOrder(AnOrder order) {
        return ALL + "?orderId=" + order.id();
    }

    private static String news(String type, AnOrder order) {
        return "{\"type\":\"%s\",\"orderId\":\"%s\"}".formatted(type, order.id());
    }
}
