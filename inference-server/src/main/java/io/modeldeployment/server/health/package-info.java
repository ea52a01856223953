/** Whether the server is alive, ready, and why not. */
@NullMarked
package io.modeldeployment.server.health;

import org.jspecify.annotations.NullMarked;
