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

    /** @throws StartRefusedException saying what is wrong with the method and how to put it right */
    static HandlerMethod of(Object bean, Method declared) {
        Class<?>[] parameters = declared.getParameterTypes();
        require(
                parameters.length == 1 || parameters.length == 2,
                declared,
                "takes " + parameters.length + " parameters");
        require(parameters[0].isRecord(), declared, "takes " + parameters[0].getName() + ", which is no record");
        require(
                parameters.length == 1 || parameters[1] == EventMetadata.class,
                declared,
                "takes a second parameter that is not EventMetadata");
        require(declared.getReturnType() == void.class, declared, "returns a value, which nobody would take");
        require(!Modifier.isStatic(declared.getModifiers()), declared, "is static");
        require(
                !AopUtils.isAopProxy(bean) || isOverridable(declared),
                declared,
                "is private or final, and its bean can only be called through a proxy");
        Method invocable = AopUtils.selectInvocableMethod(declared, bean.getClass());
        ReflectionUtils.makeAccessible(invocable);
        return new HandlerMethod(bean, invocable, parameters[0], parameters.length == 2);
    }

    private static boolean isOverridable(Method method) {
        return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isFinal(method.getModifiers());
    }

    private static void require(boolean holds, Method method, String otherwise) {
        if (!holds) {
            throw new StartRefusedException(
                    "The @EventHandler method %s %s.".formatted(method.toGenericString(), otherwise),
                    ("Write it as 'void %1$s(SomeEvent event)' or 'void %1$s(SomeEvent event, EventMetadata metadata)',"
                                    + " where SomeEvent is a record registered in the EventTypes bean.")
                            .formatted(method.getName()));
        }
    }

    void handle(Received<?> received) throws Exception {
        Object[] arguments =
                takesMetadata ? new Object[] {received.event(), received.metadata()} : new Object[] {received.event()};
        try {
            method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            ReflectionUtils.rethrowException(e.getTargetException());
        }
    }
}
