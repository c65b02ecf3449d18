/** What is for sale, and at what price. */
@NullMarked
package io.millrace.marketplace.ordering.catalogue;

import org.jspecify.annotations.NullMarked;
