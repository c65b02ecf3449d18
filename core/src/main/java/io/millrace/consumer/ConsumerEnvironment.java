package io.millrace.consumer;

import io.millrace.deadletter.DeadLetters;
import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;
import java.time.Clock;
import java.time.Duration;

/** What consumers work with; all of it in one database. */
public record ConsumerEnvironment(
        Transactions transactions,
        Inbox inbox,
        ConsumerFences fences,
        DeadLetters deadLetters,
        EventTypes types,
        EventCodec codec,
        Outages outages,
        RetryPolicy retry,
        Clock clock) {
    /** The same, which parks what fails at once. */
    ConsumerEnvironment withoutRetry() {
        RetryPolicy once = new RetryPolicy(retry.backoff(), Duration.ZERO, retry.handlerTimeout());
        return new ConsumerEnvironment(transactions, inbox, fences, deadLetters, types, codec, outages, once, clock);
    }
}
