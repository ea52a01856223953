/** Tests of the package of the same name. */
@NullMarked
package io.modeldeployment.operator.probe;

import org.jspecify.annotations.NullMarked;
