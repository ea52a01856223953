/** Judges whether a cluster has what ModelDeployments need: pure. */
@NullMarked
package io.modeldeployment.cli.check;

import org.jspecify.annotations.NullMarked;
