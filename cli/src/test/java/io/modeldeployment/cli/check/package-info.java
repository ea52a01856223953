@NullMarked
package io.modeldeployment.cli.check;

import org.jspecify.annotations.NullMarked;
