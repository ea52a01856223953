/** What the cluster says of a rollout, in the order it said it. */
@NullMarked
package io.modeldeployment.e2e.watch;

import org.jspecify.annotations.NullMarked;
