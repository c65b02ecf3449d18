package io.millrace.marketplace.notification.push;

import java.util.concurrent.Semaphore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** So many may listen at the same time. */
@Component
@EnableConfigurationProperties(PushSettings.class)
final class Places {

    private final int all;
    private final Semaphore free;

    Places(PushSettings settings) {
        this.all = settings.listeners();
        this.free = new Semaphore(all);
    }

    /** Who takes one gives it back. */
    void take() throws NoPlaceException {
        if (!free.tryAcquire()) {
            throw new NoPlaceException(
                    "%d browsers listen already, which is the most; ask for the order from time to time instead."
                            .formatted(all));
        }
    }

    void giveBack() {
        free.release();
    }

    static final class NoPlaceException extends Exception {

        private NoPlaceException(String message) {
            super(message);
        }
    }
}
