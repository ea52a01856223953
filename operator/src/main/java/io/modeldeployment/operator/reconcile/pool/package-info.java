/** Looks at the cluster's nodes and at what all pods hold of them, for ModelDeployments with accelerators. */
@NullMarked
package io.modeldeployment.operator.reconcile.pool;

import org.jspecify.annotations.NullMarked;
