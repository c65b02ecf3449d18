package io.millrace.saga;

import io.millrace.deadletter.Operator;
import java.util.ArrayList;
import java.util.List;

/** The state of the sagas under test, and their messages. */
record Order(String id, List<String> notes) {

    static final Operator OPERATOR = new Operator("kim", "looked at it");

    record Reserve(String id) {}

    record Reserved(String place) {}

    record OutOfStock(String reason) {}

    record NoVan(String reason) {}

    record Release(String id) {}

    record Released(String id) {}

    record Pack(String id) {}

    record Packed(String box) {}

    record Unpack(String id) {}

    record Ship(String id) {}

    record Shipped(String track) {}

    record Placed(String id) {}

    record Stuck(String id, String reason) {}

    record Unheard(String of) {}

    static Order placed() {
        return new Order("o-1", List.of());
    }

    Order with(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return new Order(id, all);
    }

    static final class Refused extends Exception {
        Refused(String why) {
            super(why);
        }
    }
}
