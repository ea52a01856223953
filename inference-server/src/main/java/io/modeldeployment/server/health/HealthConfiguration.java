package io.modeldeployment.server.health;

import io.modeldeployment.server.inference.ModelSlot;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the probes in place. */
@Configuration(proxyBeanMethods = false)
@Import(HealthController.class)
public class HealthConfiguration {
    @Bean
    Readiness readiness(ServerState state, ForwardHealth forward, ModelSlot model) {
        return new Readiness(state, forward, model);
    }
}
