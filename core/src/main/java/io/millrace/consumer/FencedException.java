package io.millrace.consumer;

/** The partition was assigned anew: whoever has it now handles the messages, and this transaction rolls back. */
public class FencedException extends RuntimeException {

    public FencedException(ConsumerFences.Fence fence) {
        super("consumer %s no longer owns %s-%d at epoch %d"
                .formatted(fence.consumer(), fence.topic(), fence.partition(), fence.epoch()));
    }
}
