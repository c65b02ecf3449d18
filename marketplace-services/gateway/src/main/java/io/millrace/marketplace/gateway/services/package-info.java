/** The services behind the gateway, as the shop's pages talk to them: HTTP and JSON only. */
@NullMarked
package io.millrace.marketplace.gateway.services;

import org.jspecify.annotations.NullMarked;
