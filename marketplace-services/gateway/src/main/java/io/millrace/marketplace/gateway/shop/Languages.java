package io.millrace.marketplace.gateway.shop;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The language link: it remembers the choice and goes back to the page, on this site only. */
@Controller
class Languages {

    private static final Pattern OWN_PAGE = Pattern.compile("/([A-Za-z0-9-]+(/[A-Za-z0-9-]+)*)?");

    @GetMapping("/language/{code}")
    ResponseEntity<Void> choose(@PathVariable String code, @RequestParam(defaultValue = "/") String back) {
        String target = OWN_PAGE.matcher(back).matches() ? back : "/";
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create(target));
        Language.withCode(code).ifPresent(language -> answer.header(HttpHeaders.SET_COOKIE, cookie(language)));
        return answer.build();
    }

    private static String cookie(Language language) {
        return ResponseCookie.from(Language.COOKIE, language.code())
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(Duration.ofDays(365))
                .build()
                .toString();
    }
}
