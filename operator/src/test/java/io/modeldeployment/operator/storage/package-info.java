@NullMarked
package io.modeldeployment.operator.storage;

import org.jspecify.annotations.NullMarked;
