package io.millrace.marketplace.gateway.api;

import static org.springframework.cloud.gateway.server.mvc.filter.AfterFilterFunctions.rewriteLocationResponseHeader;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.method;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import io.millrace.marketplace.gateway.http.Problems;
import io.millrace.marketplace.gateway.invariants.Invariants;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import io.millrace.marketplace.gateway.services.ServiceUrls;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Sends each {@link ApiRoute} to its service, answers whether their books agree, and for the rest of {@code /api}. */
@Configuration(proxyBeanMethods = false)
class ApiRouting {

    private static final String INVARIANTS = "/api/invariants";

    @Bean
    RouterFunction<ServerResponse> api(ServiceUrls services, Invariants invariants) {
        List<ApiRoute> routes = ApiRoute.all(services);
        return routes.stream()
                .map(ApiRouting::proxied)
                .reduce(RouterFunction::and)
                .orElseThrow()
                .and(RouterFunctions.route(GET(INVARIANTS), request -> compare(invariants)))
                .and(RouterFunctions.route(path(INVARIANTS), request -> refuse(Set.of(HttpMethod.GET))))
                .and(RouterFunctions.route(path("/api/**"), request -> refuse(allowed(request, routes))));
    }

    private static ServerResponse compare(Invariants invariants) {
        try {
            return ServerResponse.ok().cacheControl(CacheControl.noStore()).body(invariants.report());
        } catch (ServiceUnavailable e) {
            return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(Problems.of(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage()));
        }
    }

    private static RouterFunction<ServerResponse> proxied(ApiRoute route) {
        return route(route.method() + " " + route.path())
                .route(method(route.method()).and(path(route.path())), http())
                .before(uri(route.service()))
                .after(rewriteLocationResponseHeader())
                .build();
    }

    private static Set<HttpMethod> allowed(ServerRequest request, List<ApiRoute> routes) {
        return routes.stream()
                .filter(route -> path(route.path()).test(request))
                .map(ApiRoute::method)
                .collect(Collectors.toSet());
    }

    private static ServerResponse refuse(Set<HttpMethod> allowed) {
        if (allowed.isEmpty()) {
            return problem(ServerResponse.status(HttpStatus.NOT_FOUND), HttpStatus.NOT_FOUND);
        }
        return problem(
                ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED).allow(allowed), HttpStatus.METHOD_NOT_ALLOWED);
    }

    private static ServerResponse problem(ServerResponse.BodyBuilder response, HttpStatus status) {
        return response.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(Problems.of(status));
    }
}
