package io.modeldeployment.server.web.docs;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the description of the interface in place. */
@Configuration(proxyBeanMethods = false)
@Import({ApiDocsController.class, SwaggerUiController.class})
public class ApiDocsConfiguration {}
