package io.millrace.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A test over {@link RabbitMq}; left out where the system property {@code millrace.without-rabbitmq} is set. */
@Tag("rabbitmq")
@DisabledIfSystemProperty(
        named = "millrace.without-rabbitmq",
        matches = ".*",
        disabledReason = "tests over RabbitMQ are left out by -Dmillrace.without-rabbitmq")
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsRabbitMq {}
