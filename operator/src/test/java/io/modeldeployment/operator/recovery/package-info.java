@NullMarked
package io.modeldeployment.operator.recovery;

import org.jspecify.annotations.NullMarked;
