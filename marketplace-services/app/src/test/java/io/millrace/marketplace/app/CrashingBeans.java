package io.millrace.marketplace.app;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.log.Checkpoints;
import io.millrace.testkit.CrashPoint;
import io.millrace.testkit.CrashingCheckpoints;
import io.millrace.testkit.CrashingTransactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Gives every service of a test JVM crash points, under its name: around the move of a relay's cursor, around the
 * commit of a consumer's batch, and after a mail was sent.
 */
public final class CrashingBeans implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String service = context.getEnvironment().getProperty("spring.application.name", "");
        context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return crashing(service, bean);
            }
        });
    }

    private static Object crashing(String service, Object bean) {
        return switch (bean) {
            case Checkpoints checkpoints -> new CrashingCheckpoints(service, checkpoints);
            case ConsumerEnvironment environment -> crashing(service, environment);
            case JavaMailSender sender -> crashing(service, sender);
            default -> bean;
        };
    }

    private static ConsumerEnvironment crashing(String service, ConsumerEnvironment environment) {
        return new ConsumerEnvironment(
                new CrashingTransactions(service, environment.transactions()),
                environment.inbox(),
                environment.fences(),
                environment.deadLetters(),
                environment.types(),
                environment.codec(),
                environment.outages(),
                environment.retry(),
                environment.clock());
    }

    private static Object crashing(String service, JavaMailSender sender) {
        return Proxy.newProxyInstance(
                CrashingBeans.class.getClassLoader(),
                new Class<?>[] {JavaMailSender.class},
                (proxy, method, arguments) -> {
                    Object result = invoke(sender, method, arguments);
                    if (method.getName().equals("send")) {
                        CrashPoint.reached(service + ".after-mail");
                    }
                    return result;
                });
    }

    private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
