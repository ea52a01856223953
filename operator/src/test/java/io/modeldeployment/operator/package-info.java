/** Rules that hold for the whole operator. */
@NullMarked
package io.modeldeployment.operator;

import org.jspecify.annotations.NullMarked;
