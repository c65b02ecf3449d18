package io.millrace.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The durable name and version of an event record. It is what gets stored and sent; the class may be renamed. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {

    /** The name, unique among the types of an application, at most 100 characters. */
    String value();

    /** Counts from 1; a new version needs an {@link Upcaster} from the one before. */
    int version() default 1;
}
