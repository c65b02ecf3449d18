@NullMarked
package io.millrace.marketplace.ordering.order;

import org.jspecify.annotations.NullMarked;
