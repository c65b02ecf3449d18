/** The shop's pages, in Korean and English. */
@NullMarked
package io.millrace.marketplace.gateway.shop;

import org.jspecify.annotations.NullMarked;
