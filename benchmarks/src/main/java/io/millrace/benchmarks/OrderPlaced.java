package io.millrace.benchmarks;

import io.millrace.event.EventCodec;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import java.util.List;

/** The event of all benchmarks: 300 bytes of JSON. */
@EventType("OrderPlaced")
record OrderPlaced(String orderId, String customer, List<Line> lines, String total, String currency, String address) {

    record Line(String product, int quantity, String price) {}

    static final String STREAM_TYPE = "Order";
    static final EventTypes TYPES = EventTypes.of(OrderPlaced.class);
    static final EventCodec CODEC = new JsonEventCodec(TYPES);

    /** The JSON of an event, for those who write it without Millrace. */
    static final String JSON = CODEC.encode(of("0198c5f2-0000-7000-8000-000000000000"));

    static OrderPlaced of(String orderId) {
        return new OrderPlaced(
                orderId,
                "customer-0000000017",
                List.of(new Line("SKU-00000001", 2, "19.90"), new Line("SKU-00000002", 1, "249.00")),
                "288.80",
                "EUR",
                "12 Mill Lane, 10115 Springfield, Back House 170");
    }
}
