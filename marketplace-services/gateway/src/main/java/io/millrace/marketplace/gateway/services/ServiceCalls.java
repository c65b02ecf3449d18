package io.millrace.marketplace.gateway.services;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON calls to one service; an error answer becomes a {@link ServiceRefusal} or a {@link ServiceUnavailable}. */
final class ServiceCalls {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String service;
    private final RestClient http;

    ServiceCalls(String service, URI url, RestClient.Builder builder) {
        this.service = service;
        this.http = builder.clone()
                .baseUrl(url)
                .defaultStatusHandler(status -> status.isError(), (request, response) -> fail(response))
                .build();
    }

    JsonNode get(String path, @Nullable Object... variables) {
        return answer(client -> client.get().uri(path, variables).retrieve().body(String.class));
    }

    /** Empty where the service does not know it. */
    Optional<JsonNode> find(String path, @Nullable Object... variables) {
        try {
            return Optional.of(get(path, variables));
        } catch (ServiceRefusal refusal) {
            if (refusal.status() == 404) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    JsonNode post(Function<RestClient, RestClient.RequestBodySpec> request, Object body) {
        return answer(client -> request.apply(client)
                .header("Content-Type", "application/json")
                .body(JSON.writeValueAsString(body))
                .retrieve()
                .body(String.class));
    }

    static <T> T read(JsonNode node, Class<T> type) {
        return JSON.treeToValue(node, type);
    }

    static <T> List<T> readAll(JsonNode array, Class<T> type) {
        return array.valueStream().map(node -> read(node, type)).toList();
    }

    private JsonNode answer(Function<RestClient, @Nullable String> call) {
        try {
            String body = call.apply(http);
            return JSON.readTree(body == null || body.isEmpty() ? "{}" : body);
        } catch (ResourceAccessException e) {
            throw new ServiceUnavailable("The " + service + " service can't be reached.", e);
        } catch (JacksonException e) {
            throw new ServiceUnavailable("The " + service + " service answered with something unreadable.", e);
        }
    }

    private void fail(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        JsonNode problem = problem(response);
        if (status == 503) {
            throw new ServiceUnavailable(problem.path("detail").asString(answeredWith(status)));
        }
        if (status >= 500) {
            throw new ServiceUnavailable(answeredWith(status));
        }
        throw new ServiceRefusal(
                status,
                problem.path("detail").asString(""),
                problem.path("orderStatus").asString(""));
    }

    private String answeredWith(int status) {
        return "The " + service + " service answered with status " + status + ".";
    }

    private static JsonNode problem(ClientHttpResponse response) throws IOException {
        try {
            return JSON.readTree(response.getBody());
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
