/** The plugin as it is installed, against a real API server. */
@NullMarked
package io.modeldeployment.cli.it;

import org.jspecify.annotations.NullMarked;
