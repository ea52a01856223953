/** Tests on a real cluster, told as given, when and then. */
@NullMarked
package io.modeldeployment.e2e;

import org.jspecify.annotations.NullMarked;
