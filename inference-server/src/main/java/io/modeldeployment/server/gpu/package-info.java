/** How busy and how full the machine's GPUs are. */
@NullMarked
package io.modeldeployment.server.gpu;

import org.jspecify.annotations.NullMarked;
