package io.millrace.testkit.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Stands between an instance and its database: while it is closed every call waits, as in a suspended process. */
final class Gate {

    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();
    private volatile BooleanSupplier closed = () -> false;

    /** Closes it for good, until it is opened, once the condition holds. */
    void closeAfter(BooleanSupplier condition) {
        closed = condition;
    }

    void open() {
        opened.countDown();
    }

    /** So many calls wait. */
    int waiting() {
        return waiting.get();
    }

    /** So many calls went through. */
    int passed() {
        return passed.get();
    }

    /** The port as whoever stands behind the gate sees it. */
    <T> T before(Class<T> port, T target) {
        Object gated =
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    pass();
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return port.cast(gated);
    }

    private void pass() throws InterruptedException {
        if (closed.getAsBoolean()) {
            waiting.incrementAndGet();
            opened.await();
            waiting.decrementAndGet();
        }
        passed.incrementAndGet();
    }
}
