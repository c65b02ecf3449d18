package io.millrace.postgres;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.LogConsumerSettings;
import io.millrace.consumer.LogEventConsumer;
import io.millrace.consumer.LogSource;
import io.millrace.consumer.RetryPolicy;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.postgres.BookSaga.Book;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.BookSaga.Release;
import io.millrace.postgres.BookSaga.Released;
import io.millrace.postgres.BookSaga.Reserve;
import io.millrace.postgres.BookSaga.Reserved;
import io.millrace.postgres.BookSaga.Ship;
import io.millrace.postgres.BookSaga.Shipped;
import io.millrace.postgres.BookSaga.SoldOut;
import io.millrace.postgres.BookSaga.Told;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaEnvironment;
import io.millrace.saga.SagaRunner;
import io.millrace.saga.SagaStore;
import io.millrace.saga.Sagas;
import io.millrace.saga.StepFence;
import io.millrace.testkit.CrashingSagaStore;
import io.millrace.testkit.CrashingTransactions;
import io.millrace.work.Backoff;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A process of the bookshop: sagas, their participants, and what carries messages between them without a broker. */
final class BookNode implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(1);
    static final Duration LONG = Duration.ofMinutes(5);

    private static final Set<Plan> UNANSWERED = Set.of(Plan.UNANSWERED, Plan.UNHEARD);

    private final Database database;
    private final PostgresOutbox outbox;
    private final BookWorld world;
    private final StepFence fence;
    private final Saga<Book> saga;
    private final Sagas sagas;
    private final Transactions transactions;
    private final Duration lease;
    private final List<AutoCloseable> running = new ArrayList<>();

    private BookNode(Builder builder) {
        this.database = builder.database;
        this.transactions = builder.transactions.apply(database.transactions());
        this.lease = builder.lease;
        this.outbox = new PostgresOutbox(database, BookSaga.MESSAGES);
        this.world = new BookWorld(database);
        this.fence = new PostgresStepFence(database);
        this.saga = BookSaga.in(world, builder.version, builder.answerWithin, builder.deadline);
        List<Saga<?>> all = new ArrayList<>(builder.more);
        all.add(saga);
        this.sagas = Sagas.of(
                new SagaEnvironment(
                        builder.store.apply(new PostgresSagaStore(database)),
                        outbox,
                        transactions,
                        BookSaga.TYPES,
                        BookSaga.CODEC,
                        outages()),
                all);
    }

    static Builder of(Database database) {
        return new Builder(database);
    }

    BookNode run() {
        return run(settings(lease));
    }

    /** Sagas, participants and all that carries messages. */
    BookNode run(SagaRunner.Settings settings) {
        runSagas(settings);
        return runMessages();
    }

    /** The steps of sagas alone. */
    BookNode runSagas(SagaRunner.Settings settings) {
        running.add(SagaRunner.start(sagas, settings));
        return this;
    }

    BookNode runMessages() {
        consume(EventConsumer.named("sagas").topic("shop.answer").handledBy(sagas.messages()));
        consume(EventConsumer.named("shop")
                .topic("shop.stock")
                .topic("shop.parcel")
                .topic("shop.book")
                .on(Reserve.class, received -> reserve(received.subject(), received.event()))
                .on(Release.class, received -> release(received.subject()))
                .on(Ship.class, received -> ship(received.subject()))
                .on(Told.class, received -> world.effect(received.subject(), "told")));
        return this;
    }

    /** With a long lease no call is taken for lost because the machine is busy. */
    static SagaRunner.Settings settings(Duration lease) {
        return new SagaRunner.Settings(
                2, 20, 64, lease, Duration.ofMillis(20), Duration.ofSeconds(30), Duration.ofDays(1));
    }

    private void consume(EventConsumer consumer) {
        LogSource log = new LogSource("outbox", outbox.log(), Destinations.perAggregate("shop"), URI.create("/shop"));
        running.add(LogEventConsumer.start(
                consumer,
                environment(),
                new LogConsumerSettings(List.of(log), new PostgresCheckpoints(database), 4, 20, lease)));
    }

    private ConsumerEnvironment environment() {
        return new ConsumerEnvironment(
                transactions,
                new PostgresInbox(database),
                new PostgresConsumerFences(database),
                new PostgresDeadLetters(database),
                BookSaga.TYPES,
                BookSaga.CODEC,
                outages(),
                new RetryPolicy(
                        new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5)),
                Clock.systemUTC());
    }

    private static Outages outages() {
        return new PostgresOutages().or(Outages.declared());
    }

    private void reserve(String book, Reserve command) {
        if (command.plan() == Plan.SOLD_OUT) {
            fence.undo(book + "/reserve");
            answer(book, new SoldOut());
            return;
        }
        StepFence.Entry entry = fence.act(book + "/reserve");
        if (entry == StepFence.Entry.FIRST) {
            world.effect(book, "reserve");
        }
        if (entry != StepFence.Entry.UNDONE && !UNANSWERED.contains(command.plan())) {
            answer(book, new Reserved("shelf 7"));
        }
    }

    private void release(String book) {
        if (fence.undo(book + "/reserve")) {
            world.effect(book, "release");
        }
        answer(book, new Released());
    }

    private void ship(String book) {
        world.effect(book, "ship");
        answer(book, new Shipped());
    }

    /** Sends an answer in the active transaction, or in one of its own. */
    void answer(String book, Object answer) {
        database.transactions().run(() -> outbox.add(new OutgoingEvent("Answer", book, answer)));
    }

    UUID start(String book, Plan plan) {
        return sagas.start(saga, book, new Book(book, plan, ""));
    }

    Saga<Book> saga() {
        return saga;
    }

    Sagas sagas() {
        return sagas;
    }

    BookWorld world() {
        return world;
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable each : running.reversed()) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        sagas.close();
        outbox.close();
    }

    /** A node that knows version 1, unless told otherwise. */
    static final class Builder {

        private final Database database;
        private final List<Saga<?>> more = new ArrayList<>();
        private int version = 1;
        private Duration lease = LEASE;
        private Duration answerWithin = LONG;
        private Duration deadline = LONG;
        private UnaryOperator<SagaStore> store = UnaryOperator.identity();
        private UnaryOperator<Transactions> transactions = UnaryOperator.identity();

        private Builder(Database database) {
            this.database = database;
        }

        Builder version(int number) {
            version = number;
            return this;
        }

        /** Of calls, and of the lanes of consumers. */
        Builder lease(Duration time) {
            lease = time;
            return this;
        }

        Builder answerWithin(Duration time) {
            answerWithin = time;
            return this;
        }

        Builder deadline(Duration time) {
            deadline = time;
            return this;
        }

        Builder knowing(Saga<?> another) {
            more.add(another);
            return this;
        }

        Builder crashing() {
            store = all -> new CrashingSagaStore("saga", all);
            transactions = all -> new CrashingTransactions("saga", all);
            return this;
        }

        BookNode build() {
            return new BookNode(this);
        }
    }
}
