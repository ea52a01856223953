/** Turns what the annotation processor writes into the CRD that is installed, and keeps the committed copies true. */
@NullMarked
package io.modeldeployment.api.crd;

import org.jspecify.annotations.NullMarked;
