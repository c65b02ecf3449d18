package io.millrace.marketplace.orderquery.api;

import io.millrace.marketplace.orderquery.readmodel.OrderDetail;
import io.millrace.marketplace.service.InvalidRequestException;
import java.util.List;

/** Which part of a list is wanted. */
record Paging(int page, int size) {

    private static final int LAST_PAGE = 10_000;
    private static final int LARGEST_SIZE = 100;

    Paging {
        if (page < 0 || page > LAST_PAGE) {
            throw new InvalidRequestException(
                    "page", "'page' is %d, and 0 to %d are allowed.".formatted(page, LAST_PAGE));
        }
        if (size < 1 || size > LARGEST_SIZE) {
            throw new InvalidRequestException(
                    "size", "'size' is %d, and 1 to %d are allowed.".formatted(size, LARGEST_SIZE));
        }
    }

    long offset() {
        return (long) page * size;
    }

    /** One more than the page shows, to see whether another page follows. */
    int limit() {
        return size + 1;
    }

    OrderList of(List<OrderDetail> found) {
        return new OrderList(found.subList(0, Math.min(size, found.size())), page, size, found.size() > size);
    }
}
