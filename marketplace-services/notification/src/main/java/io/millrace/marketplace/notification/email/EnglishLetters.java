package io.millrace.marketplace.notification.email;

import static io.millrace.marketplace.notification.email.Letters.lines;
import static io.millrace.marketplace.notification.email.Letters.price;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import java.util.Locale;

record EnglishLetters() implements Letters {

    private static final Locale LOCALE = Locale.US;

    @Override
    public Letter confirmation(OrderCreated order) {
        return new Letter("We have your order: %s".formatted(order.orderNumber()), """
                Hello,

                thank you for your order, which is paid. Its number is %s.

                %s

                Total: %s

                Millrace Marketplace
                """.formatted(
                        order.orderNumber(), lines(order, LOCALE), price(order.totalAmount(), LOCALE)));
    }

    @Override
    public Letter cancellation(KnownOrder order, OrderCancelled cancelled) {
        OrderCreated placed = order.placed();
        String money = order.paid()
                ? "You paid %s. All of it comes back to you.".formatted(price(placed.totalAmount(), LOCALE))
                : "If anything was charged for it, that comes back to you.";
        return new Letter("Your order is cancelled: %s".formatted(placed.orderNumber()), """
                Hello,

                your order %s is cancelled.

                %s

                Reason: %s

                %s

                Millrace Marketplace
                """.formatted(
                        placed.orderNumber(), lines(placed, LOCALE), cancelled.reason(), money));
    }

    @Override
    public Letter refund(OrderCreated order, Money amount) {
        return new Letter("Your money is on its way back: %s".formatted(order.orderNumber()), """
                Hello,

                we have given back what you paid for your order %s.

                Refund: %s

                Millrace Marketplace
                """.formatted(
                        order.orderNumber(), price(amount, LOCALE)));
    }
}
