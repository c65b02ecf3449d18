package io.millrace.spring;

import io.millrace.consumer.EventConsumer;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Makes a consumer of each {@link ConsumesEvents} bean; refuses what can't work, with the remedy. */
final class AnnotatedConsumers {

    private final ListableBeanFactory beans;
    private final Environment environment;

    AnnotatedConsumers(ListableBeanFactory beans, Environment environment) {
        this.beans = beans;
        this.environment = environment;
    }

    List<EventConsumer> all() {
        Arrays.stream(beans.getBeanDefinitionNames()).forEach(this::requireConsumerAround);
        return Arrays.stream(beans.getBeanNamesForAnnotation(ConsumesEvents.class))
                .map(this::consumer)
                .toList();
    }

    private void requireConsumerAround(String beanName) {
        Class<?> type = beans.getType(beanName, false);
        if (type != null
                && AnnotationUtils.isCandidateClass(type, EventHandler.class)
                && beans.findAnnotationOnBean(beanName, ConsumesEvents.class, false) == null
                && !annotatedMethods(ClassUtils.getUserClass(type)).isEmpty()) {
            throw new StartRefusedException(
                    "Bean '%s' has @EventHandler methods, and nothing says what they consume.".formatted(beanName),
                    "Annotate its class, as in @ConsumesEvents(as = \"email-service\", from = \"marketplace.order\").");
        }
    }

    private EventConsumer consumer(String beanName) {
        ConsumesEvents annotation = beans.findAnnotationOnBean(beanName, ConsumesEvents.class);
        if (annotation == null) {
            throw new IllegalStateException("bean '" + beanName + "' has no @ConsumesEvents any more");
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
            throw new StartRefusedException(
                    "@ConsumesEvents of bean '%s' names no topic.".formatted(beanName),
                    "Write it as @ConsumesEvents(as = \"email-service\", from = \"marketplace.order\").");
        }
        return topics;
    }

    private static List<Method> handlers(Object bean, String beanName) {
        Set<Method> methods = annotatedMethods(AopUtils.getTargetClass(bean));
        if (methods.isEmpty()) {
            throw new StartRefusedException(
                    "Bean '%s' is annotated with @ConsumesEvents and has no @EventHandler method.".formatted(beanName),
                    "Add a method annotated with @EventHandler for each event that it handles.");
        }
        return methods.stream()
                .sorted(Comparator.comparing(Method::toGenericString))
                .toList();
    }

    private static Set<Method> annotatedMethods(Class<?> type) {
        return MethodIntrospector.selectMethods(
                type, (Method method) -> AnnotatedElementUtils.hasAnnotation(method, EventHandler.class));
    }

    private static EventConsumer with(EventConsumer consumer, HandlerMethod handler) {
        if (consumer.handler().types().contains(handler.event())) {
            throw new StartRefusedException(
                    "Consumer '%s' has two @EventHandler methods for %s."
                            .formatted(consumer.name(), handler.event().getName()),
                    "Keep one of them, or move the other to a bean with a consumer name of its own.");
        }
        return consumer.on(handler.event(), handler::handle);
    }
}
