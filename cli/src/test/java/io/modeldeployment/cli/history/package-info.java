@NullMarked
package io.modeldeployment.cli.history;

import org.jspecify.annotations.NullMarked;
