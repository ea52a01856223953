/** Asks an inference server, one question at a time. */
@NullMarked
package io.modeldeployment.e2e.predict;

import org.jspecify.annotations.NullMarked;
