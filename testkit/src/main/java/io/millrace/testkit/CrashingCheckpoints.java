package io.millrace.testkit;

import io.millrace.log.Checkpoints;
import io.millrace.log.Lease;
import java.time.Duration;
import java.util.Optional;

/** Passes {@code NAME.before-advance} and {@code NAME.after-advance} around each move of a cursor. */
public record CrashingCheckpoints(String name, Checkpoints checkpoints) implements Checkpoints {

    @Override
    public Optional<Lease> claim(String subscription, String owner, Duration duration) {
        return checkpoints.claim(subscription, owner, duration);
    }

    @Override
    public long position(String subscription) {
        return checkpoints.position(subscription);
    }

    @Override
    public void advance(Lease lease, long position) {
        CrashPoint.reached(name + ".before-advance");
        checkpoints.advance(lease, position);
        CrashPoint.reached(name + ".after-advance");
    }

    @Override
    public void release(Lease lease) {
        checkpoints.release(lease);
    }
}
