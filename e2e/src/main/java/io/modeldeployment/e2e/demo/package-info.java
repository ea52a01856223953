/** The demo's story, told on a terminal. */
@NullMarked
package io.modeldeployment.e2e.demo;

import org.jspecify.annotations.NullMarked;
