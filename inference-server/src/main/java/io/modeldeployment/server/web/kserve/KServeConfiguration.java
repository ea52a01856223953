package io.modeldeployment.server.web.kserve;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the Open Inference Protocol in place. */
@Configuration(proxyBeanMethods = false)
@Import(KServeController.class)
public class KServeConfiguration {}
