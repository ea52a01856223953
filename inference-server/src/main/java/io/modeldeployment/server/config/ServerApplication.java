package io.modeldeployment.server.config;

import io.modeldeployment.server.health.HealthConfiguration;
import io.modeldeployment.server.web.WebConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The Spring part of the server: HTTP and nothing else, with only the auto-configuration that takes. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
@Import({WebConfiguration.class, HealthConfiguration.class})
class ServerApplication {
    /** A Spring application that listens at an address. */
    static SpringApplicationBuilder builder(ServeOptions.Address address) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.address", address.host());
        properties.put("server.port", address.port());
        properties.put("server.shutdown", "immediate");
        properties.put("server.tomcat.max-keep-alive-requests", -1);
        properties.put("server.tomcat.accept-count", 1024);
        properties.put("server.tomcat.connection-timeout", "20s");
        properties.put("server.tomcat.use-relative-redirects", true);
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.web.resources.add-mappings", false);
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.main.log-startup-info", false);
        properties.put("spring.main.register-shutdown-hook", false);
        return new SpringApplicationBuilder(ServerApplication.class)
                .web(WebApplicationType.SERVLET)
                .properties(properties);
    }
}
