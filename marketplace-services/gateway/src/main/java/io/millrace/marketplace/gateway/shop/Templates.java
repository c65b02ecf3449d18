package io.millrace.marketplace.gateway.shop;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Renders the precompiled templates; what they print is escaped for its place in the HTML. */
@Component
final class Templates {

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), Templates.class.getPackageName());

    ResponseEntity<String> ok(String template, Map<String, ? extends @Nullable Object> parameters) {
        return page(HttpStatus.OK, template, parameters);
    }

    ResponseEntity<String> page(
            HttpStatus status, String template, Map<String, ? extends @Nullable Object> parameters) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .body(render(template, parameters));
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private String render(String template, Map<String, ? extends @Nullable Object> parameters) {
        StringOutput html = new StringOutput();
        engine.render(template + ".jte", (Map<String, Object>) parameters, html);
        return html.toString();
    }
}
