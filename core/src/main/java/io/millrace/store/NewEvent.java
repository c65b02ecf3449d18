package io.millrace.store;

import io.millrace.event.EventMetadata;

/** An event to append. Repeating an append with the same event ids is recognised. */
public record NewEvent(EventMetadata metadata, Object payload) {}
