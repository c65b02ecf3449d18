package io.millrace.marketplace.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarketplaceEventTest {

    private final EventCodec codec = new JsonEventCodec(MarketplaceEvent.types());

    @Test
    void every_event_has_a_durable_name_that_people_know() {
        assertThat(MarketplaceEvent.types().all())
                .extracting(EventTypes.Definition::name)
                .containsExactlyInAnyOrder(
                        "OrderCreated",
                        "OrderPaid",
                        "OrderShipped",
                        "OrderCancelled",
                        "EmailSent",
                        "ProductPriced",
                        "ReserveStock",
                        "StockReserved",
                        "StockUnavailable",
                        "ReleaseStock",
                        "StockReleased",
                        "StockReturned",
                        "ChargePayment",
                        "PaymentCompleted",
                        "PaymentFailed",
                        "RefundPayment",
                        "PaymentRefunded");
    }

    @Test
    void an_event_survives_json_and_amounts_are_strings_in_it() {
        OrderItem item = new OrderItem("TEA-01", "보성 녹차", 2, Money.won(12_000));
        OrderCreated created = new OrderCreated(
                UUID.randomUUID(), "MR-100001", "customer-1", "kim@example.com", "ko", List.of(item), item.price());

        String json = codec.encode(created);

        assertThat(json).contains("\"totalAmount\":{\"amount\":\"24000\",\"currency\":\"KRW\"}");
        assertThat(codec.decode("OrderCreated", 1, json)).isEqualTo(created);
    }

    @Test
    void what_an_event_does_not_say_is_null_and_stays_so() {
        StockReserved reserved = new StockReserved(UUID.randomUUID());
        OrderCreated created = new OrderCreated(
                reserved.orderId(), "MR-100001", "customer-1", "kim@example.com", "ko", List.of(), Money.won(0));

        assertThat(codec.decode("StockReserved", 1, codec.encode(reserved))).isEqualTo(reserved);
        assertThat(codec.decode("OrderCreated", 1, codec.encode(created))).isEqualTo(created);
        assertThat(created.paymentMethod()).isNull();
    }

    @Test
    void a_mail_that_does_not_say_what_it_is_for_confirms_an_order() {
        UUID order = UUID.randomUUID();
        String json = """
                {"orderId": "%s", "orderNumber": "MR-100001", "recipient": "kim@example.com",
                 "messageId": "<1@marketplace.local>", "sentAt": "2026-01-01T00:00:00Z"}
                """.formatted(order);

        EmailSent old = (EmailSent) codec.decode("EmailSent", 1, json);
        EmailSent refund = new EmailSent(order, "MR-100001", old.recipient(), old.messageId(), old.sentAt(), "REFUND");

        assertThat(old.confirms()).isTrue();
        assertThat(refund.confirms()).isFalse();
        assertThat(codec.decode("EmailSent", 1, codec.encode(refund))).isEqualTo(refund);
        assertThat(codec.encode(refund)).doesNotContain("confirms");
    }

    @Test
    void money_has_the_decimals_of_its_currency() {
        assertThat(new Money(new BigDecimal("1E+4"), "KRW")).hasToString("10000 KRW");
        assertThat(new Money(new BigDecimal("9.5"), "USD")).hasToString("9.50 USD");
        assertThat(new Money(new BigDecimal("1200.00"), "KRW")).isEqualTo(Money.won(1200));
        assertThatThrownBy(() -> new Money(new BigDecimal("0.5"), "KRW")).hasMessageContaining("KRW has 0 decimals");
    }

    @Test
    void money_adds_up_exactly_and_only_within_one_currency() {
        Money price = new Money(new BigDecimal("0.10"), "USD");

        assertThat(price.times(2).plus(price)).isEqualTo(new Money(new BigDecimal("0.30"), "USD"));
        assertThatThrownBy(() -> price.plus(Money.won(1))).hasMessageContaining("can't add KRW to USD");
    }
}
