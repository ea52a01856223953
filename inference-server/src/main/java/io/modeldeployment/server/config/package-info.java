/** The command line, and how the parts are put together, started and stopped. */
@NullMarked
package io.modeldeployment.server.config;

import org.jspecify.annotations.NullMarked;
