package io.millrace.marketplace.notification.push;

import io.millrace.marketplace.notification.push.Places.NoPlaceException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * News of one order, or of all, as they come. Each listener has a virtual thread; one who takes nothing for as long as
 * the server waits for a connection is dropped.
 */
@RestController
final class NewsController {

    private static final Logger log = LoggerFactory.getLogger(NewsController.class);

    private final NewsBoard board;
    private final Places places;
    private final PushSettings settings;

    NewsController(NewsBoard board, Places places, PushSettings settings) {
        this.board = board;
        this.places = places;
        this.settings = settings;
    }

    /** @param lastEventId the last that the browser got; without it, it gets what is new from now on */
    @GetMapping("/api/notifications")
    void follow(
            @RequestParam(required = false) @Nullable UUID orderId,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEventId,
            HttpServletResponse response)
            throws NoPlaceException, InterruptedException {
        places.take();
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            new NewsStream(response.getOutputStream(), orderId, settings.heartbeat()).follow(board, after(lastEventId));
        } catch (IOException e) {
            log.debug("a browser listens no longer: {}", e.toString());
        } finally {
            places.giveBack();
        }
    }

    private long after(@Nullable Long lastEventId) {
        long end = board.end();
        return lastEventId == null ? end : Math.clamp(lastEventId, 0, end);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> noPlace(NoPlaceException e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "10")
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage())));
    }
}
