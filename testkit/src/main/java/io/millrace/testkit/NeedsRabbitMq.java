package io.millrace.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test over {@link RabbitMq}. It never skips: where there is none, it fails. {@code ./verify --without-rabbitmq} leaves
 * the tag out, and says so.
 */
@Tag("rabbitmq")
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsRabbitMq {}
