/** The inference server's entry point. */
@NullMarked
package io.modeldeployment.server;

import org.jspecify.annotations.NullMarked;
