/** Opens the operator's process to tests of other packages. */
@NullMarked
package io.modeldeployment.operator.app;

import org.jspecify.annotations.NullMarked;
