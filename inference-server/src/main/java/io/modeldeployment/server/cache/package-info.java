/** Answers that were computed before: in memory, and in Redis behind it where there is one. */
@NullMarked
package io.modeldeployment.server.cache;

import org.jspecify.annotations.NullMarked;
