package io.millrace.rabbitmq;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what keeps a publisher from delivering, once for each trouble, and when it is over. Not shared. */
final class TroubleLog {

    private static final Logger log = LoggerFactory.getLogger(RabbitPublisher.class);

    private Optional<String> last = Optional.empty();

    void note(Optional<String> trouble) {
        if (trouble.equals(last)) {
            return;
        }
        last = trouble;
        trouble.ifPresentOrElse(
                why -> log.warn("messages wait: {}", why), () -> log.info("RabbitMQ takes messages again"));
    }
}
