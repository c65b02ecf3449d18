package io.millrace.spring;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import io.millrace.event.UnknownEventTypeException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Makes a consumer of each {@link ConsumesEvents} bean; refuses what can't work, with the remedy. */
final class AnnotatedConsumers {

    private final ListableBeanFactory beans;
    private final Environment environment;
    private final EventTypes types;

    AnnotatedConsumers(ListableBeanFactory beans, Environment environment, EventTypes types) {
        this.beans = beans;
        this.environment = environment;
        this.types = types;
    }

    List<EventConsumer> all() {
        return Arrays.stream(beans.getBeanNamesForAnnotation(ConsumesEvents.class))
                .map(this::consumer)
                .toList();
    }

    private EventConsumer consumer(String beanName) {
        ConsumesEvents annotation = beans.findAnnotationOnBean(beanName, ConsumesEvents.class);
        if (annotation == null) {
            throw new IllegalStateException("bean '" + beanName + "' has lost its @ConsumesEvents");
        }
        Object bean = beans.getBean(beanName);
        EventConsumer consumer = EventConsumer.named(environment.resolveRequiredPlaceholders(annotation.as()));
        for (String topic : topics(annotation, beanName)) {
            consumer = consumer.topic(topic);
        }
        for (Method method : handlers(bean, beanName)) {
            consumer = with(consumer, HandlerMethod.of(bean, method));
        }
        return annotation.eachInItsOwnTransaction() ? consumer.eachInItsOwnTransaction() : consumer;
    }

    /** A placeholder may stand for several topics, separated by commas. */
    private List<String> topics(ConsumesEvents annotation, String beanName) {
        List<String> topics = Arrays.stream(annotation.from())
                .map(environment::resolveRequiredPlaceholders)
                .flatMap(resolved -> Arrays.stream(StringUtils.commaDelimitedListToStringArray(resolved)))
                .map(String::strip)
                .toList();
        if (topics.isEmpty() || topics.stream().anyMatch(String::isBlank)) {
            throw new IllegalStateException("@ConsumesEvents of bean '" + beanName
                    + "' names no topic: write @ConsumesEvents(as = ..., from = \"prefix.aggregate\")");
        }
        return topics;
    }

    private static List<Method> handlers(Object bean, String beanName) {
        Set<Method> methods = MethodIntrospector.selectMethods(
                AopUtils.getTargetClass(bean),
                (Method method) -> AnnotatedElementUtils.hasAnnotation(method, EventHandler.class));
        if (methods.isEmpty()) {
            throw new IllegalStateException("bean '" + beanName
                    + "' is annotated with @ConsumesEvents and has no @EventHandler method: add one for each event"
                    + " that it handles");
        }
        return methods.stream()
                .sorted(Comparator.comparing(Method::toGenericString))
                .toList();
    }

    private EventConsumer with(EventConsumer consumer, HandlerMethod handler) {
        try {
            types.definitionOf(handler.event());
            return consumer.on(handler.event(), handler::handle);
        } catch (UnknownEventTypeException e) {
            throw new IllegalStateException(
                    "%s handles %s, which is not registered: add it to the EventTypes bean, as in EventTypes.of(%s.class)"
                            .formatted(
                                    handler.method().toGenericString(),
                                    handler.event().getName(),
                                    handler.event().getSimpleName()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "%s is the second @EventHandler for %s in its bean: keep one of them, or give the other a bean and"
                                    .formatted(
                                            handler.method().toGenericString(),
                                            handler.event().getName())
                            + " a consumer name of its own",
                    e);
        }
    }
}
