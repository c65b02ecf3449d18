package io.millrace.postgres;

import io.millrace.log.Checkpoints;
import io.millrace.log.Lanes;
import io.millrace.log.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The only member of a subscription, which moves all its lanes at once. */
record AllLanes(Checkpoints checkpoints, Lease lease) {

    static AllLanes of(Checkpoints checkpoints, String subscription) {
        Lease lease = checkpoints.join(subscription, Lanes.COUNT, Duration.ofMinutes(1));
        checkpoints.renew(lease);
        return new AllLanes(checkpoints, lease);
    }

    void advance(long position) {
        Map<Integer, Long> positions =
                IntStream.range(0, Lanes.COUNT).boxed().collect(Collectors.toMap(lane -> lane, lane -> position));
        checkpoints.advance(lease, positions);
    }
}
