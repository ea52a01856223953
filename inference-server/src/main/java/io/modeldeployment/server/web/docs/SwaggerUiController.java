package io.modeldeployment.server.web.docs;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.NoHandlerFoundException;

/** Describes the interface to people: Swagger UI from its webjar, of which nothing is loaded before somebody looks. */
@RestController
class SwaggerUiController {
    /** Swagger UI writes styles into the page; everything else comes from this server. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

    private static final CacheControl ONE_DAY = CacheControl.maxAge(Duration.ofDays(1));
    private static final MediaType JAVASCRIPT = new MediaType("text", "javascript");
    private static final Map<String, MediaType> FILES = Map.of(
            "initializer.js",
            JAVASCRIPT,
            "swagger-ui-bundle.js",
            JAVASCRIPT,
            "swagger-ui.css",
            new MediaType("text", "css"),
            "favicon-32x32.png",
            MediaType.IMAGE_PNG);

    /** The page. */
    @GetMapping(path = "/swagger-ui.html", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", POLICY)
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.TEXT_HTML)
                .body(new ClassPathResource("swagger-ui/page.html"));
    }

    /** One of the few files that the page needs. */
    @GetMapping("/swagger-ui/{file}")
    ResponseEntity<Resource> file(@PathVariable String file) throws IOException, NoHandlerFoundException {
        MediaType type = FILES.get(file);
        if (type == null) {
            throw new NoHandlerFoundException("GET", "/swagger-ui/" + file, HttpHeaders.EMPTY);
        }
        Resource own = new ClassPathResource("swagger-ui/" + file);
        return ResponseEntity.ok()
                .cacheControl(ONE_DAY)
                .contentType(type)
                .body(own.exists() ? own : new ClassPathResource(webjar() + file));
    }

    /** The webjar has its version in its paths, and says it in its Maven properties. */
    private static String webjar() throws IOException {
        Properties maven = new Properties();
        try (InputStream file =
                new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties").getInputStream()) {
            maven.load(file);
        }
        return "META-INF/resources/webjars/swagger-ui/" + maven.getProperty("version") + "/";
    }
}
