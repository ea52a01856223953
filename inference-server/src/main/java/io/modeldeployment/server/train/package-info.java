/** Trains a classification head on a frozen encoder and writes it as an ordinary Hugging Face directory. */
@NullMarked
package io.modeldeployment.server.train;

import org.jspecify.annotations.NullMarked;
