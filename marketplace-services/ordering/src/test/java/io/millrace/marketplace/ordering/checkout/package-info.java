@NullMarked
package io.millrace.marketplace.ordering.checkout;

import org.jspecify.annotations.NullMarked;
