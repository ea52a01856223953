@NullMarked
package io.modeldeployment.cli.view;

import org.jspecify.annotations.NullMarked;
