/** Tests. */
@NullMarked
package io.modeldeployment.operator.schedule;

import org.jspecify.annotations.NullMarked;
