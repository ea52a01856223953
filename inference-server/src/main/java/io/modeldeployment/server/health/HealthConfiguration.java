package io.modeldeployment.server.health;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the probes in place. */
@Configuration(proxyBeanMethods = false)
@Import(HealthController.class)
public class HealthConfiguration {}
