/** A card processor that runs on this machine, with the troubles of a real one. */
@NullMarked
package io.millrace.marketplace.payment.simulator;

import org.jspecify.annotations.NullMarked;
