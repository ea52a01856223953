package io.modeldeployment.server.web;

import jakarta.servlet.http.HttpServletRequest;

/** What filters need to know of a request's connection and servlets cannot say; for the request's own thread alone. */
interface ClientConnection {
    /** The request attribute. */
    String ATTRIBUTE = ClientConnection.class.getName();

    /** The status that nginx made customary for a client that closed its connection before the answer. */
    int CLOSED_REQUEST = 499;

    /** That of a request which came without one: open, and without a clock. */
    ClientConnection UNKNOWN = new ClientConnection() {
        @Override
        public void setReadTimeout(long millis) {}

        @Override
        public boolean isClosed() {
            return false;
        }
    };

    /** The connection of a request. */
    static ClientConnection of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof ClientConnection connection ? connection : UNKNOWN;
    }

    /** Says how many milliseconds the next read may take. */
    void setReadTimeout(long millis);

    /**
     * Whether the client has closed the connection, or its own direction of it: the two look the same from here. It is not
     * noticed behind a request that was sent ahead.
     */
    boolean isClosed();
}
