/** What is for sale and at what price, as inventory told it. */
@NullMarked
package io.millrace.marketplace.ordering.catalogue;

import org.jspecify.annotations.NullMarked;
