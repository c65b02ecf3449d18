package io.millrace.marketplace.gateway.invariants;

import io.millrace.marketplace.gateway.services.Inventory;
import io.millrace.marketplace.gateway.services.Member;
import io.millrace.marketplace.gateway.services.Part;
import io.millrace.marketplace.gateway.services.Restless;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Compares the books without stopping anyone. First each service names the orders that it can't answer for: undecided,
 * or changed a moment ago. Then each counts all others, as far as they did not change since. Where the counts differ,
 * the orders at fault are looked up, and one of them counts only if no service has changed it in the meantime: where
 * nothing else explains a difference, those that moved are left out too and all is counted again.
 */
@Component
final class Audit {

    private static final int ATTEMPTS = 5;
    private static final int MOST_LEFT_OUT = 20_000;

    private final Everyone everyone;
    private final Inventory inventory;
    private final Duration quiet;

    Audit(Everyone everyone, Inventory inventory, @Value("${marketplace.invariants.quiet}") Duration quiet) {
        this.everyone = everyone;
        this.inventory = inventory;
        this.quiet = quiet;
    }

    Report report() {
        Answers<Restless> restless = everyone.answers(service -> service.restless(quiet));
        Set<UUID> leftOut = orders(restless);
        for (int attempt = 1; attempt <= ATTEMPTS && leftOut.size() <= MOST_LEFT_OUT; attempt++) {
            Books books = books(restless, leftOut);
            List<Standing> suspects = suspects(books.differences(), leftOut);
            Set<UUID> moving = books.differences().isEmpty() ? Set.of() : moving(restless);
            List<Standing> atRest = suspects.stream()
                    .filter(standing -> !moving.contains(standing.order()))
                    .toList();
            if (books.areExplainedBy(atRest)) {
                return Report.of(leftOut.size(), new Checks(books, atRest).all());
            }
            leftOut.addAll(moving);
        }
        throw new ServiceUnavailable("The orders do not stand still long enough to be counted.");
    }

    private Books books(Answers<Restless> restless, Set<UUID> leftOut) {
        List<Part> parts = everyone.answers(
                        service -> service.totals(restless.of(service).since(), leftOut))
                .all()
                .flatMap(List::stream)
                .toList();
        List<UUID> overdue = restless.all()
                .flatMap(answer -> answer.overdue().stream())
                .sorted()
                .toList();
        return Books.of(parts, inventory.stock(), overdue);
    }

    private List<Standing> suspects(List<Integer> parts, Set<UUID> leftOut) {
        if (parts.isEmpty()) {
            return List.of();
        }
        List<Member> members = everyone.answers(service -> service.members(parts))
                .all()
                .flatMap(List::stream)
                .filter(member -> !leftOut.contains(member.orderId()))
                .toList();
        return Standing.of(members).stream().filter(Standing::isAtFault).toList();
    }

    private Set<UUID> moving(Answers<Restless> restless) {
        return orders(
                everyone.answers(service -> service.changed(restless.of(service).since())));
    }

    private static Set<UUID> orders(Answers<Restless> restless) {
        return restless.all()
                .flatMap(answer -> answer.orders().stream())
                .collect(Collectors.toCollection(HashSet::new));
    }
}
