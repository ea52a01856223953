@NullMarked
package io.modeldeployment.cli;

import org.jspecify.annotations.NullMarked;
