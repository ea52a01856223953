/** Turns logits into labels with scores. */
@NullMarked
package io.modeldeployment.server.scoring;

import org.jspecify.annotations.NullMarked;
