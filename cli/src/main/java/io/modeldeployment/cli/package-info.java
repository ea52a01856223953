/** {@code kubectl mdep}: shows rollouts and acts on them. What every part of it shares. */
@NullMarked
package io.modeldeployment.cli;

import org.jspecify.annotations.NullMarked;
