@NullMarked
package io.millrace.marketplace.orderquery;

import org.jspecify.annotations.NullMarked;
