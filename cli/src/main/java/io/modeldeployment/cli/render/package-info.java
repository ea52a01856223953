/** Draws what is seen as text: pure, so that every picture can be compared with one that was looked at. */
@NullMarked
package io.modeldeployment.cli.render;

import org.jspecify.annotations.NullMarked;
