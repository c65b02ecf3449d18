@NullMarked
package io.millrace.marketplace.ordering.api;

import org.jspecify.annotations.NullMarked;
