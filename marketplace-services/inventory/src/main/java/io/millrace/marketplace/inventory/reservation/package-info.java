/** Goods that are set aside for orders, from the request to the sale or back to the shelf. */
@NullMarked
package io.millrace.marketplace.inventory.reservation;

import org.jspecify.annotations.NullMarked;
