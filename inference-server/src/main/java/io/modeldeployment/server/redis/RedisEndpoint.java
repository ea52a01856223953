package io.modeldeployment.server.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where Redis is and how to log in.
 *
 * @param host its name or address
 * @param port its port, 1 to 65535
 * @param tls whether to speak TLS
 * @param database the number of the database, 0 or more
 * @param user the ACL user; empty for the default one
 * @param password the password; empty for none
 */
public record RedisEndpoint(
        String host, int port, boolean tls, int database, Optional<String> user, Optional<String> password) {
    private static final int DEFAULT_PORT = 6379;
    private static final String FORM = "write redis://[user@]host[:port][/database], or rediss:// for TLS";

    /**
     * Reads {@code redis://[user@]host[:port][/database]}; {@code rediss} means TLS.
     *
     * @throws IllegalArgumentException when it is something else, or holds a password, which every process list would show
     */
    public static RedisEndpoint parse(String text) {
        URI uri = uri(text);
        String host = uri.getHost();
        boolean tls = "rediss".equals(uri.getScheme());
        if (host == null || !(tls || "redis".equals(uri.getScheme())) || uri.getQuery() != null) {
            throw new IllegalArgumentException("it is no address of a Redis: " + FORM);
        }
        Optional<String> user = Optional.ofNullable(uri.getUserInfo());
        if (user.filter(info -> info.contains(":")).isPresent()) {
            throw new IllegalArgumentException(
                    "it holds a password, which process lists show: leave it out, and set REDIS_PASSWORD or --redis-password-file");
        }
        int port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("its port is none: " + FORM);
        }
        return new RedisEndpoint(host, port, tls, database(uri.getPath()), user, Optional.empty());
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException("it is no address: " + FORM);
        }
    }

    private static int database(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/[0-9]{1,4}")) {
            throw new IllegalArgumentException("its database is no number: " + FORM);
        }
        return Integer.parseInt(path.substring(1));
    }

    /** The same with a password. */
    public RedisEndpoint with(Optional<String> secret) {
        return new RedisEndpoint(host, port, tls, database, user, secret);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
