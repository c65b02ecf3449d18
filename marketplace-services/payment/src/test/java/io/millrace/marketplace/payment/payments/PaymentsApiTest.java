package io.millrace.marketplace.payment.payments;

import static io.millrace.marketplace.payment.payments.Asked.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PaymentsApiTest {

    @Test
    void payments_and_their_totals_can_be_looked_at() throws IOException, InterruptedException {
        try (PaymentService service = new PaymentService()) {
            Asked refunded = anOrder();
            Asked charged = anOrder();
            Asked pending = anOrder();
            service.deliver(
                    refunded.charge("card-ok"),
                    charged.charge("card-ok"),
                    anOrder().charge("card-declined"));
            service.sagas.run();
            service.deliver(refunded.refund());
            service.sagas.run();
            service.deliver(pending.charge("card-ok"));

            HttpResponse<String> payment = service.get("/payments/" + charged.orderId());
            HttpResponse<String> totals = service.get("/totals");

            assertThat(payment.statusCode()).isEqualTo(200);
            assertThat(payment.body())
                    .contains(
                            "\"status\":\"CHARGED\"",
                            "\"amount\":{\"amount\":\"28000\",\"currency\":\"KRW\"}",
                            "\"orderNumber\":\"MR-100001\"");
            assertThat(totals.body())
                    .isEqualTo("[{\"currency\":\"KRW\",\"charged\":\"56000\",\"refunded\":\"28000\","
                            + "\"open\":\"28000\",\"pending\":1,\"refunding\":0}]");
        }
    }

    @Test
    void what_is_not_there_is_said_to_be_so() throws IOException, InterruptedException {
        try (PaymentService service = new PaymentService()) {
            HttpResponse<String> unknown = service.get("/payments/" + UUID.randomUUID());
            HttpResponse<String> noId = service.get("/payments/1");
            HttpResponse<String> totals = service.get("/totals");

            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(noId.statusCode()).isEqualTo(400);
            assertThat(noId.body()).contains("'orderId' must be a UUID");
            assertThat(totals.body()).isEqualTo("[]");
        }
    }

    @Test
    void reservations_are_read_only_where_nobody_conducts_the_checkout() {
        try (PaymentService conducted = new PaymentService();
                PaymentService choreographed = new PaymentService("--marketplace.checkout=choreographed")) {
            assertThat(conducted.topics()).containsExactly("marketplace.order", "marketplace.payment-commands");
            assertThat(choreographed.topics())
                    .containsExactly("marketplace.inventory", "marketplace.order", "marketplace.payment-commands");
        }
    }

    @Test
    void the_service_runs_a_simulator_of_its_own_where_it_is_told_to() throws IOException, InterruptedException {
        try (PaymentService service = new PaymentService(
                "--marketplace.card-processor.simulated=true", "--marketplace.card-processor.port=0")) {
            Asked order = anOrder();
            service.deliver(order.charge("card-ok"));
            service.sagas.run();

            assertThat(service.get("/payments/" + order.orderId()).body()).contains("\"status\":\"CHARGED\"");
        }
    }
}
