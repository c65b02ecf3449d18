package io.millrace.marketplace.gateway.services;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the services listen. */
@ConfigurationProperties("marketplace.services")
public record ServiceUrls(URI ordering, URI inventory, URI payment, URI orderQuery, URI notification) {}
