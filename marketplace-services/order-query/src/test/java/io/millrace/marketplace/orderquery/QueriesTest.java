package io.millrace.marketplace.orderquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.orderquery.OrderQueryService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueriesTest {

    private static OrderQueryService query;

    @BeforeAll
    static void start() {
        query = new OrderQueryService();
    }

    @AfterAll
    static void stop() {
        query.close();
    }

    @Test
    void a_query_waits_for_the_version_it_names() throws ExecutionException, InterruptedException {
        OrderEvents order = OrderEvents.anOrder();
        query.deliver(order.created());
        CountDownLatch asking = new CountDownLatch(1);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> waiting = threads.submit(() -> {
                asking.countDown();
                return query.get("/api/orders/" + order.id + "?minVersion=2");
            });
            asking.await();
            query.deliver(order.paid());

            assertThat(waiting.get().status()).isEqualTo(200);
            assertThat(waiting.get().text("status")).isEqualTo("PAID");
        }
    }

    @Test
    void a_version_that_does_not_come_is_answered_with_both_versions_and_when_to_try_again() {
        OrderEvents order = OrderEvents.anOrder();
        query.deliver(order.created());

        Answer known = query.get("/api/orders/" + order.id + "?minVersion=2");
        Answer unknown = query.get("/api/orders/" + UUID.randomUUID() + "?minVersion=1");

        assertThat(known.status()).isEqualTo(503);
        assertThat(known.response().headers().firstValue("Retry-After")).contains("1");
        assertThat(known.json().path("minVersion").asLong()).isEqualTo(2);
        assertThat(known.json().path("currentVersion").asLong()).isEqualTo(1);
        assertThat(known.text("detail")).contains("version 1", "not yet version 2");
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.json().path("currentVersion").asLong(-1)).isZero();
    }

    @Test
    void those_who_wait_hold_no_connection() throws ExecutionException, InterruptedException {
        OrderEvents order = OrderEvents.anOrder();
        query.deliver(order.created());

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> waiting = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                waiting.add(threads.submit(() -> query.get("/api/orders/" + order.id + "?minVersion=2")));
            }
            query.deliver(OrderEvents.anOrder().created());
            Answer other = query.get("/api/orders/" + order.id);
            query.deliver(order.paid());

            assertThat(other.status()).isEqualTo(200);
            for (Future<Answer> answer : waiting) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void an_unknown_order_is_not_found() {
        Answer answer = query.get("/api/orders/" + UUID.randomUUID());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("detail")).contains("There is no order");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/api/orders/42                                                     | 'id' must be a UUID",
                "/api/orders/0190b6a0-0000-7000-8000-000000000001?minVersion=0      | versions count from 1",
                "/api/orders/0190b6a0-0000-7000-8000-000000000001?minVersion=latest | 'minVersion' must be a whole number",
                "/api/orders                                                        | customerId",
                "/api/orders?customerId=c&size=1000000                              | 'size' is 1000000",
                "/api/orders?customerId=c&size=0                                    | 'size' is 0",
                "/api/orders?customerId=c&page=-1                                   | 'page' is -1",
                "/api/orders?customerId=c&page=10001                                | 'page' is 10001",
                "/api/orders?customerId=c&page=first                                | 'page' must be a whole number",
                "/api/orders?customerId=a%00b                                       | printable",
                "/api/orders?customerId=                                            | printable"
            })
    void a_bad_query_is_refused_with_a_reason(String path, String reason) {
        Answer answer = query.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("detail")).contains(reason);
        assertThat(answer.response().body()).doesNotContain("io.millrace", "springframework", "java.");
    }
}
