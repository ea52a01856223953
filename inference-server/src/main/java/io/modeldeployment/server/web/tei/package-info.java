/** The endpoints of Text Embeddings Inference (TEI). */
@NullMarked
package io.modeldeployment.server.web.tei;

import org.jspecify.annotations.NullMarked;
