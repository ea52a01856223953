/** Tests of the package of the same name. */
@NullMarked
package io.modeldeployment.operator.status;

import org.jspecify.annotations.NullMarked;
