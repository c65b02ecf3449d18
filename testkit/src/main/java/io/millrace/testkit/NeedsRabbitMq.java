package io.millrace.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A test over {@link RabbitMq}. It fails where there is none, and is left out only where somebody asks for that:
 * {@code ./verify --without-rabbitmq} sets {@code millrace.without-rabbitmq=true}, and says what was not tested.
 */
@Tag("rabbitmq")
@DisabledIfSystemProperty(
        named = "millrace.without-rabbitmq",
        matches = "true",
        disabledReason = "tests over RabbitMQ are left out by -Dmillrace.without-rabbitmq=true")
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsRabbitMq {}
