@NullMarked
package io.modeldeployment.cli.action;

import org.jspecify.annotations.NullMarked;
