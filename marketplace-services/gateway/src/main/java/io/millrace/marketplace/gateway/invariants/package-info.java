/** Holds the services' books against each other: anyone may ask whether they agree. */
@NullMarked
package io.millrace.marketplace.gateway.invariants;

import org.jspecify.annotations.NullMarked;
