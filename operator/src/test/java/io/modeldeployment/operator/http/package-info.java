@NullMarked
package io.modeldeployment.operator.http;

import org.jspecify.annotations.NullMarked;
