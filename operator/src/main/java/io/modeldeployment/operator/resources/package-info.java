/** Builds the Kubernetes objects of a ModelDeployment, and reads its spec: pure, no client. */
@NullMarked
package io.modeldeployment.operator.resources;

import org.jspecify.annotations.NullMarked;
