/** Tests of the package of the same name. */
@NullMarked
package io.modeldeployment.operator.resources;

import org.jspecify.annotations.NullMarked;
