/** How many requests a client may send: who it is, and whether it may. */
@NullMarked
package io.modeldeployment.server.ratelimit;

import org.jspecify.annotations.NullMarked;
