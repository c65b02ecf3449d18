package io.millrace.marketplace.gateway.api;

import java.time.Duration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.cloud.gateway.server.mvc.handler.RestClientProxyExchange;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/**
 * Answers that go on and on: the time that a service has for the whole of its answer would end them in the middle.
 * After an hour they end all the same, and the browser comes back.
 */
@Configuration(proxyBeanMethods = false)
class Streams {

    private static final Duration LONGEST = Duration.ofHours(1);

    @Bean
    ProxyExchange proxyExchange(
            RestClient.Builder clients,
            ClientHttpRequestFactoryBuilder<?> requests,
            HttpClientSettings settings,
            GatewayMvcProperties properties) {
        ProxyExchange answers = new RestClientProxyExchange(clients.clone().build(), properties);
        ProxyExchange streams = new RestClientProxyExchange(
                clients.clone()
                        .requestFactory(requests.build(settings.withReadTimeout(LONGEST)))
                        .build(),
                properties);
        return request -> isStream(request) ? streams.exchange(request) : answers.exchange(request);
    }

    private static boolean isStream(ProxyExchange.Request request) {
        return request.getServerRequest().path().equals(ApiRoute.STREAM);
    }
}
