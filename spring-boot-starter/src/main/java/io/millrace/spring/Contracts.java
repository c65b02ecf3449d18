package io.millrace.spring;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;

/** The events that the application shares with others, apart from those that stay in its store. */
record Contracts(EventTypes types, EventCodec codec) {}
