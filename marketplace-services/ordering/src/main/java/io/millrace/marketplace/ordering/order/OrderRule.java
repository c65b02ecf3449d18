package io.millrace.marketplace.ordering.order;

/** The rules that an order's status sets, each as a sentence. */
enum OrderRule {
    ONLY_A_CREATED_ORDER_CAN_BE_PAID("Only a CREATED order can be paid"),
    ONLY_A_PAID_ORDER_CAN_BE_SHIPPED("Only a PAID order can be shipped"),
    A_SHIPPED_OR_CANCELLED_ORDER_CANNOT_BE_CANCELLED("A SHIPPED or CANCELLED order can't be cancelled");

    private final String sentence;

    OrderRule(String sentence) {
        this.sentence = sentence;
    }

    void check(Order order) {
        if (!allows(order.status())) {
            throw new OrderRuleException(
                    "%s; order %s is %s.".formatted(sentence, order.number(), order.status()), order.status());
        }
    }

    private boolean allows(OrderStatus status) {
        return switch (this) {
            case ONLY_A_CREATED_ORDER_CAN_BE_PAID -> status == OrderStatus.CREATED;
            case ONLY_A_PAID_ORDER_CAN_BE_SHIPPED -> status == OrderStatus.PAID;
            case A_SHIPPED_OR_CANCELLED_ORDER_CANNOT_BE_CANCELLED ->
                status != OrderStatus.SHIPPED && status != OrderStatus.CANCELLED;
        };
    }
}
