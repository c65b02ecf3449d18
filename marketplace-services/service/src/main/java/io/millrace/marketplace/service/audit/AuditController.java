package io.millrace.marketplace.service.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the gateway needs to compare a service's books with those of others; a service with books imports it. */
@RestController
@RequestMapping("/audit")
public final class AuditController {

    private final OrderBooks books;
    private final Clock clock;

    AuditController(OrderBooks books, Clock clock) {
        this.books = books;
        this.clock = clock;
    }

    /** @param quiet how long a decided order must not have changed */
    @GetMapping("/restless")
    Restless restless(@RequestParam Duration quiet) {
        return changed(clock.instant().minus(quiet));
    }

    /** As {@link #restless}, from a time that it answered with. */
    @GetMapping("/changed")
    Restless changed(@RequestParam Instant since) {
        Restless restless = books.restless(since);
        if (restless.isTooMany()) {
            throw tooMany();
        }
        return restless;
    }

    @PostMapping("/totals")
    List<Part> totals(@RequestBody Settled settled) {
        return books.totals(settled);
    }

    @GetMapping("/members")
    List<Member> members(@RequestParam List<Integer> parts) {
        return books.members(parts);
    }

    private static ErrorResponseException tooMany() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "More than %d orders are under way: too many to leave out.".formatted(Restless.MOST));
        return new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, problem, null);
    }
}
