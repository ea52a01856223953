/** Asks pods of the inference server whether they are ready and for one real prediction. */
@NullMarked
package io.modeldeployment.operator.probe;

import org.jspecify.annotations.NullMarked;
