@NullMarked
package io.modeldeployment.cli.render;

import org.jspecify.annotations.NullMarked;
