@NullMarked
package io.millrace.marketplace.gateway.invariants;

import org.jspecify.annotations.NullMarked;
