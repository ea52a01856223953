package io.modeldeployment.server.web;

import io.modeldeployment.server.health.ServerState;
import io.modeldeployment.server.observe.RequestObserver;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

/** Puts the HTTP interface together. */
@Configuration(proxyBeanMethods = false)
@Import({PredictController.class, InfoController.class, MetricsController.class, ProblemAdvice.class})
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
    BodyLimitFilter bodyLimitFilter(BodyLimits limits, JsonMapper json) {
        return new BodyLimitFilter(limits, BodyBudget.ofHeap(), new ProblemWriter(json));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTheContainer(JsonMapper json) {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemErrorValve(json)));
    }

    /** Tomcat would announce its own limit for idle connections, which is longer than the server drains for. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> keepAliveFromTheGate() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setUseKeepAliveResponseHeader(false);
            }
        });
    }
}
