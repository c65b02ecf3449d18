package io.millrace.consumer;

/** The partition was assigned anew: whoever has it now handles the messages, and this transaction rolls back. */
public class FencedException extends RuntimeException {

    public FencedException(ConsumerFences.Fence fence) {
        this("consumer %s no longer owns %s-%d at epoch %d"
                .formatted(fence.consumer(), fence.topic(), fence.partition(), fence.epoch()));
    }

    /** @param message which right was lost */
    public FencedException(String message) {
        super(message);
    }
}
