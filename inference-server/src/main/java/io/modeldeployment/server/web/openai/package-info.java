/** The part of OpenAI's API that an embedding model can answer. */
@NullMarked
package io.modeldeployment.server.web.openai;

import org.jspecify.annotations.NullMarked;
