/** The ways from this machine into the cluster: kubectl, and addresses of Services. */
@NullMarked
package io.modeldeployment.e2e.reach;

import org.jspecify.annotations.NullMarked;
