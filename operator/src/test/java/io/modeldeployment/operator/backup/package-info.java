@NullMarked
package io.modeldeployment.operator.backup;

import org.jspecify.annotations.NullMarked;
