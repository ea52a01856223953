/** The ModelDeployment API, group {@code serving.modeldeployment.io/v1}: plain records from which the CRD is generated. */
@NullMarked
package io.modeldeployment.api.v1;

import org.jspecify.annotations.NullMarked;
