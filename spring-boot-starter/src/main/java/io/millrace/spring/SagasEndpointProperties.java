package io.millrace.spring;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint of sagas shows, as Boot's own endpoints have it.
 *
 * @param showValues Whether the states of sagas are shown, which may hold personal data or tokens.
 * @param roles Who is authorized to see them; by default everybody who is authenticated.
 */
@ConfigurationProperties("management.endpoint.sagas")
public record SagasEndpointProperties(
        @DefaultValue("never") Show showValues,
        @DefaultValue Set<String> roles) {

    public SagasEndpointProperties {
        roles = Set.copyOf(roles);
    }
}
