package io.millrace.testkit;

import io.millrace.log.Checkpoints;
import io.millrace.log.Lease;
import io.millrace.log.Share;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Passes {@code NAME.before-advance} and {@code NAME.after-advance} around each move of a cursor. */
public record CrashingCheckpoints(String name, Checkpoints checkpoints) implements Checkpoints {

    @Override
    public Lease join(String subscription, int lanes, Duration duration) {
        return checkpoints.join(subscription, lanes, duration);
    }

    @Override
    public Share renew(Lease lease) {
        return checkpoints.renew(lease);
    }

    @Override
    public long position(String subscription) {
        return checkpoints.position(subscription);
    }

    @Override
    public void advance(Lease lease, Map<Integer, Long> positions) {
        CrashPoint.reached(name + ".before-advance");
        checkpoints.advance(lease, positions);
        CrashPoint.reached(name + ".after-advance");
    }

    @Override
    public void release(Lease lease, Set<Integer> lanes) {
        checkpoints.release(lease, lanes);
    }

    @Override
    public void leave(Lease lease) {
        checkpoints.leave(lease);
    }
}
