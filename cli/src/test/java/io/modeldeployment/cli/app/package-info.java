@NullMarked
package io.modeldeployment.cli.app;

import org.jspecify.annotations.NullMarked;
