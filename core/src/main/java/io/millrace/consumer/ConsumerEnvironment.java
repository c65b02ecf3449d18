package io.millrace.consumer;

import io.millrace.deadletter.DeadLetters;
import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;
import java.time.Clock;

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
        Clock clock) {}
