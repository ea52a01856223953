package io.modeldeployment.server.web.tei;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the endpoints of Text Embeddings Inference in place. */
@Configuration(proxyBeanMethods = false)
@Import(TeiController.class)
public class TeiConfiguration {}
