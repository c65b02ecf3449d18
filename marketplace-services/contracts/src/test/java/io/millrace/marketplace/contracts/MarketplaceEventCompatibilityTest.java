package io.millrace.marketplace.contracts;

import io.millrace.event.EventTypes;
import io.millrace.testkit.evolution.EventCompatibility;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Services of different ages run side by side: each understands what the other sends. */
class MarketplaceEventCompatibilityTest extends EventCompatibility {

    private static final UUID ORDER = UUID.fromString("0199a3c4-5a00-7000-8000-000000000001");
    private static final String NUMBER = "MR-100001";
    private static final String CUSTOMER = "customer-1";
    private static final OrderItem ITEM = new OrderItem("TEA-01", "보성 녹차", 2, Money.won(12_000));
    private static final Money TOTAL = ITEM.price();
    private static final String CARD = "card-ok";

    @Override
    protected EventTypes types() {
        return MarketplaceEvent.types();
    }

    @Override
    protected Collection<?> examples() {
        return Stream.of(ofOrders(), ofStock(), ofPayments())
                .flatMap(Collection::stream)
                .toList();
    }

    private static List<MarketplaceEvent> ofOrders() {
        return List.of(
                new OrderCreated(ORDER, NUMBER, CUSTOMER, "kim@example.com", "ko", List.of(ITEM), TOTAL, CARD),
                new OrderPaid(ORDER, NUMBER, CUSTOMER, TOTAL, "PAY-1"),
                new OrderShipped(ORDER, NUMBER, CUSTOMER, "TRACK-1"),
                new OrderCancelled(
                        ORDER,
                        NUMBER,
                        CUSTOMER,
                        "card declined",
                        new CancellationCause(CancellationCause.CARD_DECLINED)),
                new EmailSent(
                        ORDER,
                        NUMBER,
                        "kim@example.com",
                        "<1@marketplace.local>",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "CANCELLATION"));
    }

    private static List<MarketplaceEvent> ofStock() {
        return List.of(
                new ProductPriced(
                        ITEM.sku(), new ProductPriced.Names("보성 녹차", "Boseong green tea"), ITEM.unitPrice(), 1),
                new ReserveStock(ORDER, NUMBER, List.of(ITEM)),
                new StockReserved(ORDER, NUMBER, CUSTOMER, TOTAL, CARD),
                new StockUnavailable(
                        ORDER,
                        ITEM.sku(),
                        "Only 1 of 'Boseong green tea' is left.",
                        new CancellationCause(CancellationCause.TOO_FEW_LEFT, ITEM.sku(), 1L)),
                new ReleaseStock(ORDER, "card declined"),
                new StockReleased(ORDER),
                new StockReturned(ORDER));
    }

    private static List<MarketplaceEvent> ofPayments() {
        return List.of(
                new ChargePayment(ORDER, NUMBER, CUSTOMER, TOTAL, CARD),
                new PaymentCompleted(ORDER, "PAY-1", TOTAL),
                new PaymentFailed(ORDER, "card declined", new CancellationCause(CancellationCause.CARD_DECLINED)),
                new RefundPayment(ORDER, "changed my mind"),
                new PaymentRefunded(ORDER, TOTAL));
    }
}
