/** The way of a request from text to answer, and what is measured on it. */
@NullMarked
package io.modeldeployment.server.inference;

import org.jspecify.annotations.NullMarked;
