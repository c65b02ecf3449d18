package io.millrace.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@link EventHandler} methods form one consumer: a batch of events, what the methods do in this
 * database and the inbox are one transaction, so an event takes effect once.
 *
 * <p>{@snippet :
 * @ConsumesEvents(as = "email-service", from = "marketplace.order")
 * class EmailService {
 *
 *     @EventHandler
 *     void on(OrderCreated event, EventMetadata metadata) { ... }
 * }
 * }
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ConsumesEvents {

    /** The durable name of the consumer, placeholders allowed: it keys the inbox and the broker's group. */
    String as();

    /** The topics, placeholders allowed. */
    String[] from();

    /**
     * Whether each event gets a transaction of its own. For effects outside the database: a crash or a failure
     * then repeats one of them at most, not those of a whole batch.
     */
    boolean eachInItsOwnTransaction() default false;
}
