/** All that is said to the API server and heard from it. */
@NullMarked
package io.modeldeployment.cli.cluster;

import org.jspecify.annotations.NullMarked;
