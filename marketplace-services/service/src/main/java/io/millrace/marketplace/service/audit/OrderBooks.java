package io.millrace.marketplace.service.audit;

import java.time.Instant;
import java.util.List;

/**
 * What one service has written down of orders, each question answered by one statement. Times are by the clock that
 * the service stamps its rows with. An order that changed after {@code since} is restless, and is not in the totals
 * of those settled before. Safe for use by many threads.
 */
public interface OrderBooks {

    /** One more than {@link Restless#MOST} where there are too many. */
    Restless restless(Instant since);

    List<Part> totals(Settled settled);

    /** The orders in these parts of all sets, as they are now. */
    List<Member> members(List<Integer> parts);
}
