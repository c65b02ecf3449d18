@NullMarked
package io.millrace.marketplace.payment.processor;

import org.jspecify.annotations.NullMarked;
