package io.modeldeployment.server.model;

/** The families whose embedding alone says where a token is. */
record NoRelativePositions() implements RelativePositions {}
