package io.millrace.marketplace.gateway.services;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** A service whose books are compared with those of others. */
public final class AuditedService {

    private final ServiceCalls calls;

    AuditedService(String name, URI url, RestClient.Builder builder) {
        this.calls = new ServiceCalls(name, url, builder);
    }

    /** The orders that are undecided or changed within the quiet time. */
    public Restless restless(Duration quiet) {
        return ServiceCalls.read(calls.get("/audit/restless?quiet={quiet}", quiet), Restless.class);
    }

    /** The orders that are undecided or changed since a time that {@link #restless} answered with. */
    public Restless changed(Instant since) {
        return ServiceCalls.read(calls.get("/audit/changed?since={since}", since), Restless.class);
    }

    /** What all other orders come to. */
    public List<Part> totals(Instant before, Collection<UUID> leftOut) {
        Map<String, Object> settled = Map.of("before", before.toString(), "leftOut", leftOut);
        JsonNode parts = calls.post(http -> http.post().uri("/audit/totals"), settled);
        return ServiceCalls.readAll(parts, Part.class);
    }

    /** All orders in these parts. */
    public List<Member> members(Collection<Integer> parts) {
        String list = parts.stream().map(String::valueOf).collect(Collectors.joining(","));
        return ServiceCalls.readAll(calls.get("/audit/members?parts={parts}", list), Member.class);
    }
}
