package io.millrace.marketplace.notification.email;

import static io.millrace.marketplace.notification.email.Letters.lines;
import static io.millrace.marketplace.notification.email.Letters.price;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderItem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

record KoreanLetters() implements Letters {

    private static final Locale LOCALE = Locale.KOREA;

    @Override
    public Letter confirmation(OrderCreated order) {
        return new Letter("주문이 접수되었습니다: %s".formatted(order.orderNumber()), """
                안녕하세요.

                주문해 주셔서 감사합니다. 결제가 완료되었습니다. 주문 번호는 %s 입니다.

                %s

                합계: %s

                Millrace 마켓플레이스
                """.formatted(
                        order.orderNumber(), lines(order, LOCALE), price(order.totalAmount(), LOCALE)));
    }

    @Override
    public Letter cancellation(KnownOrder order, OrderCancelled cancelled) {
        OrderCreated placed = order.placed();
        String money = order.paid()
                ? "결제하신 %s은 전액 환불됩니다.".formatted(price(placed.totalAmount(), LOCALE))
                : "결제된 금액이 있으면 환불됩니다.";
        return new Letter("주문이 취소되었습니다: %s".formatted(placed.orderNumber()), """
                안녕하세요.

                주문 %s 이(가) 취소되었습니다.

                %s

                사유: %s

                %s

                Millrace 마켓플레이스
                """.formatted(
                        placed.orderNumber(), lines(placed, LOCALE), reason(cancelled, placed), money));
    }

    @Override
    public Letter refund(OrderCreated order, Money amount) {
        return new Letter("환불되었습니다: %s".formatted(order.orderNumber()), """
                안녕하세요.

                주문 %s 의 결제 금액을 환불해 드렸습니다.

                환불 금액: %s

                Millrace 마켓플레이스
                """.formatted(
                        order.orderNumber(), price(amount, LOCALE)));
    }

    private static String reason(OrderCancelled cancelled, OrderCreated order) {
        CancellationCause cause = cancelled.cause();
        if (cause == null) {
            return cancelled.reason();
        }
        String product = nameOf(cause.sku(), order);
        return switch (cause.code()) {
            case CancellationCause.SOLD_OUT -> "'%s' 상품이 품절되었습니다.".formatted(product);
            case CancellationCause.TOO_FEW_LEFT -> tooFewOf(product, cause.left());
            case CancellationCause.NO_SUCH_PRODUCT -> "'%s' 상품은 더 이상 판매되지 않습니다.".formatted(product);
            case CancellationCause.CARD_DECLINED -> "카드 결제가 거절되었습니다.";
            case CancellationCause.UNKNOWN_CARD -> "확인할 수 없는 카드입니다.";
            case CancellationCause.PAYMENT_NOT_IN_TIME -> "제시간에 결제를 완료하지 못했습니다.";
            case CancellationCause.NOT_IN_TIME -> "제시간에 주문을 처리하지 못했습니다.";
            case CancellationCause.CALLED_OFF -> "주문 취소 요청이 있었습니다.";
            default -> cancelled.reason();
        };
    }

    private static String tooFewOf(String product, @Nullable Long left) {
        return left == null
                ? "'%s' 상품의 재고가 부족합니다.".formatted(product)
                : "'%s' 상품의 재고가 %d개뿐입니다.".formatted(product, left);
    }

    private static String nameOf(@Nullable String sku, OrderCreated order) {
        return order.items().stream()
                .filter(item -> item.sku().equals(sku))
                .map(OrderItem::name)
                .findFirst()
                .orElse(String.valueOf(sku));
    }
}
