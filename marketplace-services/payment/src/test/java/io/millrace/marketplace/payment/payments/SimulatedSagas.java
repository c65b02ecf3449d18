package io.millrace.marketplace.payment.payments;

import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.saga.Direction;
import io.millrace.saga.Probe.Finding;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.Work;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/** Runs the service's sagas one move at a time, with its real database and processor, in a time that is waited by nobody. */
final class SimulatedSagas implements PaymentSagas {

    private static final int MOST_MOVES = 10_000;
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    private final Map<String, Running> sagas = new LinkedHashMap<>();
    private @Nullable ApplicationContext context;

    void runIn(ApplicationContext service) {
        context = service;
    }

    @Override
    public void start(Collecting collecting) {
        start(CollectPayment.NAME, collecting.orderId().toString(), collecting);
    }

    @Override
    public void start(Refunding refunding) {
        start(RefundMoney.NAME, refunding.orderId().toString(), refunding);
    }

    private <S extends Record> void start(String saga, String key, S state) {
        bean(Transactions.class)
                .afterCommit(() -> sagas.computeIfAbsent(saga + "/" + key, name -> begun(saga, key, state)));
    }

    @SuppressWarnings("unchecked")
    private <S extends Record> Running begun(String saga, String key, S state) {
        Saga<S> definition = (Saga<S>) service().getBeansOfType(Saga.class).values().stream()
                .filter(known -> known.name().equals(saga))
                .findFirst()
                .orElseThrow();
        SagaSimulation<S> simulation = SagaSimulation.of(definition, START);
        simulation.start(key, state);
        return new Running(simulation);
    }

    /** Until no saga has anything left to do. */
    void run() {
        for (int i = 0; i < MOST_MOVES; i++) {
            if (all().stream().noneMatch(Running::move)) {
                return;
            }
        }
        throw new AssertionError("sagas that never end");
    }

    Running collecting(UUID orderId) {
        return Objects.requireNonNull(sagas.get(CollectPayment.NAME + "/" + orderId), "the saga was started");
    }

    Running refunding(UUID orderId) {
        return Objects.requireNonNull(sagas.get(RefundMoney.NAME + "/" + orderId), "the saga was started");
    }

    boolean isRefunding(UUID orderId) {
        return sagas.containsKey(RefundMoney.NAME + "/" + orderId);
    }

    /** Started so far, in their order. */
    List<Running> all() {
        return new ArrayList<>(sagas.values());
    }

    private ApplicationContext service() {
        return Objects.requireNonNull(context, "runIn was called");
    }

    private <T> T bean(Class<T> type) {
        return service().getBean(type);
    }

    /** A saga that was started. */
    final class Running {

        private final SagaSimulation<?> simulation;
        private int published;

        Running(SagaSimulation<?> simulation) {
            this.simulation = simulation;
        }

        SagaStatus status() {
            return simulation.instance().status();
        }

        /** Goes on until the step is done. */
        void runPast(String step) {
            for (int i = 0; i < MOST_MOVES && !isPast(step); i++) {
                if (!move()) {
                    throw new AssertionError("the saga ended before " + step);
                }
            }
        }

        /** Runs the call that is due next, and forgets what came of it, as a process that dies does. */
        void dieAfterCall(String step) {
            for (int i = 0; i < MOST_MOVES; i++) {
                Work work = simulation.wake().orElse(null);
                if (work != null && work.step().equals(step)) {
                    swallow(work);
                    return;
                }
                if (work != null) {
                    perform(work);
                }
            }
            throw new AssertionError("there was no call of " + step);
        }

        /** Tries that many times more, each when it is due. */
        void run(int moves) {
            for (int i = 0; i < moves; i++) {
                move();
            }
        }

        void advance(Duration time) {
            simulation.advance(time);
        }

        /** Does what is due next, once it is due; returns whether anything was. */
        boolean move() {
            int before = simulation.journal().size();
            Work work = simulation.wake().orElse(null);
            if (work != null) {
                perform(work);
                return true;
            }
            publish();
            Instant next = simulation.instance().times().wakeAt();
            if (next != null && next.isAfter(simulation.now())) {
                simulation.advance(Duration.between(simulation.now(), next));
                return true;
            }
            return simulation.journal().size() > before;
        }

        private boolean isPast(String step) {
            return simulation
                    .instance()
                    .run(step, Direction.FORWARD)
                    .filter(run -> run.status().settled())
                    .isPresent();
        }

        private void perform(Work work) {
            try {
                if (work.kind() == Work.Kind.LOCAL) {
                    bean(Transactions.class).run(() -> {
                        simulation.returned(work, result(work));
                        publish();
                    });
                } else {
                    report(work, result(work));
                }
            } catch (WorkFailure e) {
                simulation.threw(work, Objects.requireNonNull(e.getCause()));
            }
            publish();
        }

        private void report(Work work, Object result) {
            if (result instanceof Finding<?> finding) {
                simulation.probed(work, finding);
            } else {
                simulation.returned(work, result);
            }
        }

        private Object result(Work work) {
            try {
                return simulation.perform(work);
            } catch (Throwable e) {
                throw new WorkFailure(e);
            }
        }

        private void swallow(Work work) {
            Object lost = result(work);
            Objects.requireNonNull(lost);
        }

        private void publish() {
            List<OutgoingEvent> sent =
                    simulation.sent().stream().map(SagaSimulation.Sent::event).toList();
            List<OutgoingEvent> fresh = sent.subList(published, sent.size());
            bean(Transactions.class).run(() -> fresh.forEach(bean(Outbox.class)::add));
            published = sent.size();
        }
    }

    private static final class WorkFailure extends RuntimeException {
        WorkFailure(Throwable cause) {
            super(cause);
        }
    }
}
