/** The command line: verbs and flags, the terminal, what the process ends with. Nothing sees this package. */
@NullMarked
package io.modeldeployment.cli.app;

import org.jspecify.annotations.NullMarked;
