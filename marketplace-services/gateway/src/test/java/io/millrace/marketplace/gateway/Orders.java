package io.millrace.marketplace.gateway;

/** The services' answers about one order in the life of the shop. */
final class Orders {

    static final String ID = "0190a6f0-5b7e-7c3a-9d52-3f1f8c0b7a11";
    static final String PATH = "/api/orders/" + ID;
    static final String CUSTOMER = "6f0f7a52-9a34-4f7e-8a3c-0d6a0b1c2d3e";

    private Orders() {}

    static String products() {
        return """
                [{"sku": "TEA-01", "name": "Green tea from Boseong", "price": {"amount": "18000", "currency": "KRW"}},
                 {"sku": "CUP-02", "name": "백자 찻잔", "price": {"amount": "32000", "currency": "KRW"}},
                 {"sku": "BOOK-03", "name": "The River and the Mill", "price": {"amount": "24500", "currency": "KRW"}},
                 {"sku": "LAMP-04", "name": "한지 조명", "price": {"amount": "89000", "currency": "KRW"}},
                 {"sku": "PEN-05", "name": "Fountain pen", "price": {"amount": "56000", "currency": "KRW"}},
                 {"sku": "BAG-06", "name": "모시 가방", "price": {"amount": "47000", "currency": "KRW"}}]
                """;
    }

    static String placed() {
        return """
                {"orderId": "%s", "orderNumber": "M-7K2Q", "version": 1, "status": "CREATED",
                 "totalAmount": {"amount": "68000", "currency": "KRW"}}
                """.formatted(ID);
    }

    static String summary(String status) {
        return """
                {"orderNumber": "M-7K2Q", "status": "%s",
                 "totalAmount": {"amount": "68000", "currency": "KRW"}, "createdAt": "2026-03-01T09:30:00Z"}
                """.formatted(status);
    }

    static String detail(long version, String status) {
        return """
                {"orderId": "%s", "orderNumber": "M-7K2Q", "version": %d, "status": "%s", "email": "mina@example.com",
                 "items": [{"sku": "TEA-01", "name": "Green tea from Boseong", "quantity": 2,
                            "unitPrice": {"amount": "18000", "currency": "KRW"}},
                           {"sku": "CUP-02", "name": "백자 찻잔", "quantity": 1,
                            "unitPrice": {"amount": "32000", "currency": "KRW"}}],
                 "totalAmount": {"amount": "68000", "currency": "KRW"}, "createdAt": "2026-03-01T09:30:00Z"}
                """.formatted(ID, version, status);
    }

    static String cancelled() {
        return detail(2, "CANCELLED").replaceFirst("\\{", """
                {"payment": {"method": "card-declined", "paymentId": null}, "cancelReason": "card <declined>",
                """);
    }

    /** Cancelled for an English reason, with what says it in any language. */
    static String cancelled(String code, String sku) {
        return detail(2, "CANCELLED").replaceFirst("\\{", """
                {"cancelReason": "The reason in English.", "cancelCause": {"code": "%s", "sku": "%s"},
                """.formatted(code, sku));
    }

    static String historyOfCancelled(String code, String sku) {
        return "[" + created() + ", " + cancelled(2, code, sku) + "]";
    }

    static String cancelledAsOnly(int left, String sku) {
        return cancelled("TOO_FEW_LEFT", sku).replace("\"code\"", "\"left\": %d, \"code\"".formatted(left));
    }

    static String historyOfCancelledAsOnly(int left, String sku) {
        return historyOfCancelled("TOO_FEW_LEFT", sku).replace("\"code\"", "\"left\": %d, \"code\"".formatted(left));
    }

    static String confirmed(long version, String status) {
        return detail(version, status).replaceFirst("\\{", "{\"confirmationSentAt\": \"2026-03-01T09:30:02Z\", ");
    }

    static String historyOfCreated() {
        return "[" + created() + "]";
    }

    static String historyOfPaid() {
        return "[" + created() + ", " + paid() + "]";
    }

    static String historyOfPaidAndCancelled() {
        return "[" + created() + ", " + paid() + ", " + cancelled(3, "CALLED_OFF", "") + "]";
    }

    static String mailbox() {
        return """
                [{"to": "mina@example.com", "subject": "Your order M-7K2Q", "receivedAt": "2026-03-01T09:30:02Z",
                  "text": "Dear customer,\\n\\nthank you for your order M-7K2Q: 2 × Green tea from Boseong."},
                 {"to": "mina@example.com", "subject": "Your order M-OTHER", "receivedAt": "2026-02-01T09:30:02Z",
                  "text": "About another order than M-7K2Q-B or M-7K2QX."}]
                """;
    }

    private static String created() {
        return """
                {"version": 1, "type": "OrderCreated", "occurredAt": "2026-03-01T09:30:00Z",
                 "data": {"orderNumber": "M-7K2Q", "email": "mina@example.com",
                          "items": [{"sku": "TEA-01", "name": "Green tea from Boseong", "quantity": 2,
                                     "unitPrice": {"amount": "18000", "currency": "KRW"}}],
                          "totalAmount": {"amount": "68000", "currency": "KRW"}}}
                """;
    }

    private static String cancelled(long version, String code, String sku) {
        return """
                {"version": %d, "type": "OrderCancelled", "occurredAt": "2026-03-01T09:32:00Z",
                 "data": {"reason": "The reason in English.", "cause": {"code": "%s", "sku": "%s"}}}
                """.formatted(version, code, sku);
    }

    private static String paid() {
        return """
                {"version": 2, "type": "OrderPaid", "occurredAt": "2026-03-01T09:31:00Z",
                 "data": {"paymentId": "PAY-77"}}
                """;
    }
}
