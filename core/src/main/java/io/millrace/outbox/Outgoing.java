package io.millrace.outbox;

import io.millrace.log.Positioned;

/** What a relay reads from its log: a message, or the reason why there is none. */
public sealed interface Outgoing extends Positioned permits OutgoingMessage, Unsendable {}
