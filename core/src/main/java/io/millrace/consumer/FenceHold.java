package io.millrace.consumer;

import io.millrace.consumer.ConsumerFences.Fence;
import java.time.Duration;

/** A fence as the right to commit. */
record FenceHold(ConsumerFences fences, Fence fence) implements Hold {

    @Override
    public void hold(Duration longest) {
        fences.hold(fence, longest);
    }

    @Override
    public Hold renewed() {
        return new FenceHold(fences, fences.renew(fence));
    }
}
