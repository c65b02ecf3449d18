package io.millrace.marketplace.app;

import io.millrace.consumer.LogSource;
import io.millrace.log.Log;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.Outgoing;
import io.millrace.spring.LogSources;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Hands the services each other's logs where there is no broker, in circles too, whoever starts first. */
final class LogExchange {

    private static final Destinations TOPICS = Destinations.perAggregate("marketplace");

    private final Map<String, CompletableFuture<LogSources>> written = new ConcurrentHashMap<>();

    /** Takes what the service writes, and gives it what others do, by names such as {@code ordering.events}. */
    ApplicationContextInitializer<ConfigurableApplicationContext> of(String service, String... read) {
        return context -> {
            context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    if (bean instanceof LogSources logs) {
                        writtenBy(service).complete(logs);
                    }
                    return bean;
                }
            });
            for (String name : read) {
                context.getBeanFactory().registerSingleton("log-" + name, source(name));
            }
        };
    }

    private LogSource source(String name) {
        String service = name.substring(0, name.indexOf('.'));
        CompletableFuture<Log<? extends Outgoing>> log =
                writtenBy(service).thenApply(logs -> find(name, logs).log());
        return new LogSource(name, new LateLog(log), TOPICS, URI.create("/" + service));
    }

    private static LogSource find(String name, LogSources logs) {
        return logs.all().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody writes " + name));
    }

    private CompletableFuture<LogSources> writtenBy(String service) {
        return written.computeIfAbsent(service, name -> new CompletableFuture<>());
    }
}
