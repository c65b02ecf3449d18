package io.millrace.marketplace.gateway.services;

import java.net.http.HttpClient;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The services speak plain HTTP/1.1: no attempt at an upgrade with each first request. */
@Configuration(proxyBeanMethods = false)
class HttpClients {

    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> plainHttp() {
        return builder -> builder.withHttpClientCustomizer(http -> http.version(HttpClient.Version.HTTP_1_1));
    }
}
