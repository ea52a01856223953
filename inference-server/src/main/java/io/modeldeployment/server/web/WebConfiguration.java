package io.modeldeployment.server.web;

import io.modeldeployment.server.health.ServerState;
import io.modeldeployment.server.management.CacheController;
import io.modeldeployment.server.management.ManagementGate;
import io.modeldeployment.server.management.ManagementPort;
import io.modeldeployment.server.management.SampleController;
import io.modeldeployment.server.observe.RequestObserver;
import io.modeldeployment.server.ratelimit.RateLimiting;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Puts the HTTP interface together. */
@Configuration(proxyBeanMethods = false)
@Import({
    PredictController.class,
    InfoController.class,
    MetricsController.class,
    CacheController.class,
    SampleController.class,
    ProblemAdvice.class,
    ErrorDialectAdvice.class
})
public class WebConfiguration {
    @Bean
    JsonMapper jsonMapper() {
        return StrictJson.mapper();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RequestGate requestGate(ServerState state) {
        return new RequestGate(state);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    ObservationFilter observationFilter(RequestObserver observer) {
        return new ObservationFilter(observer);
    }

    @Bean
    BodyLimitFilter bodyLimitFilter(BodyLimits limits, ConnectionLimits connections, JsonMapper json) {
        return new BodyLimitFilter(limits, connections.bodyTimeout(), BodyBudget.ofHeap(), new ProblemWriter(json));
    }

    @Bean
    ManagementGate managementGate(ManagementPort management) {
        return new ManagementGate(management);
    }

    @Bean
    WebMvcConfigurer interceptors(
            ManagementGate gate, ManagementPort management, ObjectProvider<RateLimiting> rateLimit) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(gate);
                rateLimit.ifAvailable(limit -> registry.addInterceptor(new RateLimitInterceptor(limit, management)));
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTheContainer(JsonMapper json) {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemErrorValve(json)));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedConnections(
            ConnectionLimits limits, ManagementPort management) {
        return factory -> {
            factory.setProtocol(BoundedHttpProtocol.class.getName());
            factory.addConnectorCustomizers(connector -> limits.applyTo(protocol(connector)));
            factory.addEngineValves(new ClientConnectionValve());
            management.wanted().ifPresent(port -> {
                Connector connector = new Connector(BoundedHttpProtocol.class.getName());
                connector.setPort(port);
                AbstractHttp11Protocol<?> protocol = protocol(connector);
                limits.applyTo(protocol);
                protocol.setAddress(factory.getAddress());
                protocol.setExecutor(new VirtualThreadExecutor("tomcat-management-"));
                management.listensOn(connector);
                factory.addAdditionalConnectors(connector);
            });
        };
    }

    private static AbstractHttp11Protocol<?> protocol(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            return http;
        }
        throw new IllegalStateException("the connector does not speak HTTP/1.1");
    }
}
