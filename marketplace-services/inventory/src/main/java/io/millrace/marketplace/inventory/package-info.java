/** The warehouse of the marketplace: products, what is left of them, and for whom it is set aside. */
@NullMarked
package io.millrace.marketplace.inventory;

import org.jspecify.annotations.NullMarked;
