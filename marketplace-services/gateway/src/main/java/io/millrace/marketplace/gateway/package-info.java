/** The one door of the marketplace: it proxies the services' HTTP and serves the shop's pages. */
@NullMarked
package io.millrace.marketplace.gateway;

import org.jspecify.annotations.NullMarked;
