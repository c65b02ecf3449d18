/** The gateway over real HTTP, in front of a stand-in for the services. */
@NullMarked
package io.millrace.marketplace.gateway;

import org.jspecify.annotations.NullMarked;
