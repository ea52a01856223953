package io.modeldeployment.server.config;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.modeldeployment.server.health.ForwardHealth;
import io.modeldeployment.server.health.HealthConfiguration;
import io.modeldeployment.server.health.ServerState;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.management.ManagementPort;
import io.modeldeployment.server.observe.RequestObserver;
import io.modeldeployment.server.observe.TextSample;
import io.modeldeployment.server.ratelimit.RateLimiting;
import io.modeldeployment.server.web.BodyLimits;
import io.modeldeployment.server.web.ConnectionLimits;
import io.modeldeployment.server.web.WebConfiguration;
import io.modeldeployment.server.web.docs.ApiDocsConfiguration;
import io.modeldeployment.server.web.kserve.KServeConfiguration;
import io.modeldeployment.server.web.openai.OpenAiConfiguration;
import io.modeldeployment.server.web.tei.TeiConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The Spring part of the server: HTTP and nothing else, with only the auto-configuration that takes. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
@Import({
    WebConfiguration.class,
    KServeConfiguration.class,
    OpenAiConfiguration.class,
    TeiConfiguration.class,
    ApiDocsConfiguration.class,
    HealthConfiguration.class
})
class ServerApplication {
    /**
     * What the HTTP side works with.
     *
     * @param state how far the server is
     * @param forward how the last forward pass went
     * @param model where the model will be
     * @param registry the metrics
     * @param bodies bounds on bodies
     * @param observer follows requests
     * @param guards what stands before the endpoints
     */
    record Parts(
            ServerState state,
            ForwardHealth forward,
            ModelSlot model,
            PrometheusMeterRegistry registry,
            BodyLimits bodies,
            RequestObserver observer,
            Guards.Http guards) {}

    /** Starts the HTTP side at an address. */
    static HttpServer start(ServeOptions.Address address, Parts parts) {
        return new HttpServer((ServletWebServerApplicationContext) new SpringApplicationBuilder(ServerApplication.class)
                .web(WebApplicationType.SERVLET)
                .properties(properties(address))
                .initializers(context -> register((GenericApplicationContext) context, parts))
                .run());
    }

    private static void register(GenericApplicationContext beans, Parts parts) {
        beans.registerBean(ServerState.class, parts::state);
        beans.registerBean(ForwardHealth.class, parts::forward);
        beans.registerBean(ModelSlot.class, parts::model);
        beans.registerBean(PrometheusMeterRegistry.class, parts::registry);
        beans.registerBean(BodyLimits.class, parts::bodies);
        beans.registerBean(
                RequestObserver.class,
                () -> RequestObserver.both(
                        parts.observer(), parts.guards().sample().observer()));
        beans.registerBean(TextSample.class, parts.guards()::sample);
        beans.registerBean(ConnectionLimits.class, parts.guards()::connections);
        beans.registerBean(ManagementPort.class, parts.guards()::management);
        parts.guards().rateLimit().ifPresent(limit -> beans.registerBean(RateLimiting.class, () -> limit));
    }

    private static Map<String, Object> properties(ServeOptions.Address address) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.address", address.host());
        properties.put("server.port", address.port());
        properties.put("server.shutdown", "immediate");
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.web.resources.add-mappings", false);
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.main.log-startup-info", false);
        properties.put("spring.main.register-shutdown-hook", false);
        return properties;
    }
}
