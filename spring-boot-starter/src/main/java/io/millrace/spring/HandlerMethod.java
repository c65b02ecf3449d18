package io.millrace.spring;

import io.millrace.consumer.Received;
import io.millrace.event.EventMetadata;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/** An {@link EventHandler} method and the bean to call it on, through its proxy if it has one. */
record HandlerMethod(Object bean, Method method, Class<?> event, boolean takesMetadata) {

    /** @throws IllegalStateException saying what is wrong with the method and how to put it right */
    static HandlerMethod of(Object bean, Method declared) {
        int parameters = declared.getParameterCount();
        require(parameters == 1 || parameters == 2, declared, "takes " + parameters + " parameters");
        Class<?> event = declared.getParameterTypes()[0];
        require(event.isRecord(), declared, "takes " + event.getName() + ", which is not an event record");
        require(
                parameters == 1 || declared.getParameterTypes()[1] == EventMetadata.class,
                declared,
                "takes a second parameter that is not EventMetadata");
        require(declared.getReturnType() == void.class, declared, "returns a value that nobody takes");
        require(!Modifier.isStatic(declared.getModifiers()), declared, "is static");
        require(
                !AopUtils.isAopProxy(bean)
                        || !Modifier.isPrivate(declared.getModifiers()) && !Modifier.isFinal(declared.getModifiers()),
                declared,
                "is private or final, and its bean is called through a proxy");
        Method invocable = AopUtils.selectInvocableMethod(declared, bean.getClass());
        ReflectionUtils.makeAccessible(invocable);
        return new HandlerMethod(bean, invocable, event, parameters == 2);
    }

    private static void require(boolean holds, Method method, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(("the @EventHandler method %s %s: write it as 'void %s(SomeEvent event)' or"
                            + " 'void %s(SomeEvent event, EventMetadata metadata)', where SomeEvent is a record"
                            + " registered in EventTypes")
                    .formatted(method.toGenericString(), otherwise, method.getName(), method.getName()));
        }
    }

    void handle(Received<?> received) throws Exception {
        Object[] arguments = takesMetadata
                ? new Object[] {received.event(), received.metadata()}
                : new Object[] {received.event()};
        try {
            method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getTargetException();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        }
    }
}
