package io.millrace.marketplace.notification.email;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderItem;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words a confirmation in the customer's language, Korean or English. */
final class ConfirmationTexts {

    private ConfirmationTexts() {}

    static Confirmation of(OrderCreated order) {
        return order.language().equals("ko") ? korean(order) : english(order);
    }

    private static Confirmation korean(OrderCreated order) {
        return new Confirmation("주문이 접수되었습니다: %s".formatted(order.orderNumber()), """
                안녕하세요.

                주문해 주셔서 감사합니다. 주문 번호는 %s 입니다.

                %s

                합계: %s

                Millrace 마켓플레이스
                """.formatted(
                        order.orderNumber(), lines(order, Locale.KOREA), price(order.totalAmount(), Locale.KOREA)));
    }

    private static Confirmation english(OrderCreated order) {
        return new Confirmation("We have your order: %s".formatted(order.orderNumber()), """
                Hello,

                thank you for your order. Its number is %s.

                %s

                Total: %s

                Millrace Marketplace
                """.formatted(
                        order.orderNumber(), lines(order, Locale.US), price(order.totalAmount(), Locale.US)));
    }

    private static String lines(OrderCreated order, Locale locale) {
        return order.items().stream().map(item -> line(item, locale)).collect(Collectors.joining("\n"));
    }

    private static String line(OrderItem item, Locale locale) {
        return "- %d x %s: %s".formatted(item.quantity(), item.name(), price(item.price(), locale));
    }

    private static String price(Money money, Locale locale) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(Currency.getInstance(money.currency()));
        format.setMinimumFractionDigits(money.amount().scale());
        format.setMaximumFractionDigits(money.amount().scale());
        return format.format(money.amount());
    }
}
