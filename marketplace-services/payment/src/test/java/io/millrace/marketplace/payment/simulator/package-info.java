@NullMarked
package io.millrace.marketplace.payment.simulator;

import org.jspecify.annotations.NullMarked;
