package io.millrace.marketplace.gateway.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The style sheet and htmx, both from the class path, whichever version of htmx is there. */
@Configuration(proxyBeanMethods = false)
class Assets implements WebMvcConfigurer {

    private static final String HTMX = "classpath*:/META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/io/millrace/marketplace/gateway/assets/")
                .addResourceLocations(folderOfHtmx())
                .setCacheControl(CacheControl.noCache());
    }

    private static Resource folderOfHtmx() {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver().getResources(HTMX);
            if (found.length == 0) {
                throw new IllegalStateException("htmx is not on the class path: " + HTMX);
            }
            return found[0].createRelative("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
