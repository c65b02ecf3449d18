/** Idempotent consumers: a batch, its inbox and its effects in one transaction. */
@NullMarked
package io.millrace.consumer;

import org.jspecify.annotations.NullMarked;
