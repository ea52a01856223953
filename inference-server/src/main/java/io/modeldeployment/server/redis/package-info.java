/** The way to a Redis that may be down, slow or full: never an error and never a long wait for a request. */
@NullMarked
package io.modeldeployment.server.redis;

import org.jspecify.annotations.NullMarked;
