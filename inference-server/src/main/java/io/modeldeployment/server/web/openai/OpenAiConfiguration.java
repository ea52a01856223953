package io.modeldeployment.server.web.openai;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts OpenAI's endpoints in place. */
@Configuration(proxyBeanMethods = false)
@Import(OpenAiController.class)
public class OpenAiConfiguration {}
