/** Turns text into the token ids a model was trained on. */
@NullMarked
package io.modeldeployment.server.text;

import org.jspecify.annotations.NullMarked;
