package io.modeldeployment.e2e.load;

/** How a client treats its connections; the two find different mistakes in how a server leaves a Service. */
public enum Connections {
    /** A new one for each request: every request is routed anew. */
    NEW,
    /** Kept and used again, as most client libraries do: a request can meet a connection that is just closed. */
    KEPT
}
