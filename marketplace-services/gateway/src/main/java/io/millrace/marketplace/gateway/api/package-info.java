/** The routes of /api. */
@NullMarked
package io.millrace.marketplace.gateway.api;

import org.jspecify.annotations.NullMarked;
