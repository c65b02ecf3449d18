package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.millrace.consumer.Claims;
import io.millrace.consumer.ConsumerFences;
import io.millrace.consumer.EventClaim;
import io.millrace.consumer.Inbox;
import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.deadletter.FiledLetter;
import io.millrace.deadletter.LetterAction;
import io.millrace.deadletter.LetterDesk;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.LetterGroup;
import io.millrace.deadletter.Operator;
import io.millrace.log.Checkpoints;
import io.millrace.log.Lease;
import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.log.Positioned;
import io.millrace.log.Share;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.saga.StepFence;
import io.millrace.store.Appended;
import io.millrace.store.EventStore;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs every suite against adapters that do nothing: a test that passes there proves nothing elsewhere. */
class SuitesCanFailTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                NoTransactions.class,
                NoEventStore.class,
                NoEventLog.class,
                NoOutbox.class,
                NoInbox.class,
                NoCheckpoints.class,
                NoDeadLetters.class,
                NoLetterDesk.class,
                NoConsumerFences.class,
                NoSagas.Kept.class,
                NoSagas.Claimed.class,
                NoSagas.WithMessages.class,
                NoStepFence.class
            })
    void every_test_of_a_suite_fails_against_an_adapter_that_does_nothing(Class<?> suite) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .execute()
                .testEvents();

        assertThat(tests.started().count()).isPositive();
        assertThat(tests.skipped().count()).isZero();
        assertThat(tests.succeeded().map(Event::getTestDescriptor))
                .as("tests that pass without an adapter")
                .isEmpty();
    }

    private static final Transactions TRANSACTIONS = new InMemoryTransactions();

    private record NoLog<R extends Positioned>() implements Log<R> {
        @Override
        public Page<R> read(long after, int limit) {
            return new Page<>(List.of(), after);
        }

        @Override
        public boolean await(long after, Duration atMost) {
            return false;
        }

        @Override
        public long last() {
            return 0;
        }

        @Override
        public Optional<Instant> writtenAfter(long position) {
            return Optional.empty();
        }
    }

    private record NoStore() implements EventStore {
        @Override
        public Appended append(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
            return new Appended(stream, 0, 0);
        }

        @Override
        public List<RecordedEvent> load(StreamId stream, long afterVersion) {
            return List.of();
        }

        @Override
        public Log<RecordedEvent> log() {
            return new NoLog<>();
        }
    }

    static class NoTransactions extends TransactionsContract {
        @Override
        protected Transactions transactions() {
            return new Transactions() {
                @Override
                public <T extends @Nullable Object> T call(Supplier<T> work) {
                    return work.get();
                }

                @Override
                public boolean active() {
                    return false;
                }

                @Override
                public void beforeCommit(Runnable action) {}

                @Override
                public void afterCommit(Runnable action) {}
            };
        }
    }

    static class NoEventStore extends EventStoreContract {
        @Override
        protected EventStore store() {
            return new NoStore();
        }

        @Override
        protected Transactions transactions() {
            return TRANSACTIONS;
        }
    }

    static class NoEventLog extends EventLogContract {
        @Override
        protected EventStore store() {
            return new NoStore();
        }

        @Override
        protected Transactions transactions() {
            return TRANSACTIONS;
        }
    }

    static class NoOutbox extends OutboxContract {
        @Override
        protected Outbox outbox() {
            return event -> {};
        }

        @Override
        protected Log<OutgoingMessage> log() {
            return new NoLog<>();
        }

        @Override
        protected Transactions transactions() {
            return TRANSACTIONS;
        }
    }

    static class NoInbox extends InboxContract {
        @Override
        protected Inbox inbox() {
            return new Inbox() {
                @Override
                public Claims claim(String consumer, Collection<EventClaim> events) {
                    return new Claims(Set.of(), Set.of());
                }

                @Override
                public boolean once(String consumer, UUID eventId, Runnable work) {
                    return false;
                }

                @Override
                public boolean once(String consumer, String key, Runnable work) {
                    return false;
                }
            };
        }

        @Override
        protected void forgetTheOld() {}

        @Override
        protected Transactions transactions() {
            return TRANSACTIONS;
        }
    }

    static class NoCheckpoints extends CheckpointsContract {
        @Override
        protected Checkpoints checkpoints() {
            return new Checkpoints() {
                @Override
                public Lease join(String subscription, int lanes, Duration duration) {
                    return new Lease(subscription, "nobody", duration);
                }

                @Override
                public Share renew(Lease lease) {
                    return new Share(Map.of(), 0);
                }

                @Override
                public long position(String subscription) {
                    return 0;
                }

                @Override
                public void advance(Lease lease, Map<Integer, Long> positions) {}

                @Override
                public void release(Lease lease, Set<Integer> lanes) {}

                @Override
                public void leave(Lease lease) {}
            };
        }

        @Override
        protected Transactions transactions() {
            return TRANSACTIONS;
        }
    }

    private record NoLetters() implements DeadLetters {
        @Override
        public void park(DeadLetter letter) {}

        @Override
        public List<DeadLetter> list(String source, int limit) {
            return List.of();
        }

        @Override
        public Set<String> keys(String source) {
            return Set.of();
        }

        @Override
        public Set<String> held(String source, Collection<String> keys) {
            return Set.of();
        }

        @Override
        public List<DeadLetter> releasable(String source, int limit) {
            return List.of();
        }

        @Override
        public void redriven(Collection<UUID> ids) {}

        @Override
        public void failedAgain(UUID id, Failure failure) {}

        @Override
        public long count(String source) {
            return 0;
        }
    }

    static class NoDeadLetters extends DeadLettersContract {
        @Override
        protected DeadLetters deadLetters() {
            return new NoLetters();
        }

        @Override
        protected Transactions transactions() {
            return TRANSACTIONS;
        }
    }

    static class NoLetterDesk extends LetterDeskContract {
        @Override
        protected DeadLetters deadLetters() {
            return new NoLetters();
        }

        @Override
        protected LetterDesk desk() {
            return new LetterDesk() {
                @Override
                public List<FiledLetter> list(LetterFilter filter, long before, int limit) {
                    return List.of();
                }

                @Override
                public long count(LetterFilter filter) {
                    return 0;
                }

                @Override
                public List<LetterGroup> groups(LetterFilter filter, int limit) {
                    return List.of();
                }

                @Override
                public List<LetterAction> actions(long number) {
                    return List.of();
                }

                @Override
                public long redrive(LetterFilter filter, Operator operator, double perSecond) {
                    return 0;
                }

                @Override
                public long discard(LetterFilter filter, Operator operator) {
                    return 0;
                }
            };
        }
    }

    static class NoConsumerFences extends ConsumerFencesContract {
        @Override
        protected ConsumerFences fences() {
            return new ConsumerFences() {
                @Override
                public Fence raise(String consumer, String topic, int partition) {
                    return new Fence(consumer, topic, partition, 0);
                }

                @Override
                public Fence renew(Fence fence) {
                    return fence;
                }

                @Override
                public void hold(Fence fence, Duration longest) {}

                @Override
                public void limit(Duration longest) {}
            };
        }

        @Override
        protected Transactions transactions() {
            return TRANSACTIONS;
        }
    }

    static class NoStepFence extends StepFenceContract {
        @Override
        protected StepFence fence() {
            return new StepFence() {
                @Override
                public Entry act(String key) {
                    return Entry.FIRST;
                }

                @Override
                public boolean undo(String key) {
                    return false;
                }
            };
        }

        @Override
        protected Transactions transactions() {
            return TRANSACTIONS;
        }
    }
}
