/** Reads a Hugging Face model directory and turns it into a TorchScript program for the engine. */
@NullMarked
package io.modeldeployment.server.model;

import org.jspecify.annotations.NullMarked;
