package io.modeldeployment.server.web;

import java.io.IOException;

/** Says that a body did not come in time. */
final class BodyTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTimeoutException() {
        super("the body did not come in time");
    }
}
