/** Following single requests: ids, logs and traces. */
@NullMarked
package io.modeldeployment.server.observe;

import org.jspecify.annotations.NullMarked;
