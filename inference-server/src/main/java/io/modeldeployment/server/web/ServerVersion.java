package io.modeldeployment.server.web;

/** The version that the build gave to the jar. */
public final class ServerVersion {
    private ServerVersion() {}

    /** The version, or {@code dev} outside of a jar. */
    public static String current() {
        String version = ServerVersion.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
