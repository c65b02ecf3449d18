package io.millrace.marketplace.notification.email;

import static io.millrace.marketplace.notification.email.Letters.lines;
import static io.millrace.marketplace.notification.email.Letters.price;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCreated;
import java.util.Locale;

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
    public Letter cancellation(KnownOrder order, String reason) {
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
                        placed.orderNumber(), lines(placed, LOCALE), reason, money));
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
}
