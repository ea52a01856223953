package io.modeldeployment.server.ratelimit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Says who sends a request: the holder of an API key, or else an address.
 *
 * <p>{@code X-Forwarded-For} is believed only from trusted proxies, from right to left: the right-most address that is no trusted
 * proxy is the client, since everything left of it may be made up. An IPv6 client is its /64, which is what one subscriber has.
 */
public final class ClientKeys {
    private static final int IPV6_SUBSCRIBER_BITS = 64;
    /** Nobody has more proxies; a longer header is somebody's attempt to make work. */
    private static final int MAX_HOPS = 32;

    private final boolean byApiKey;
    private final List<AddressRange> trustedProxies;

    /**
     * @param byApiKey whether a request with an API key is its holder's, wherever it comes from
     * @param trustedProxies whose word on addresses is taken
     */
    public ClientKeys(boolean byApiKey, List<AddressRange> trustedProxies) {
        this.byApiKey = byApiKey;
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * The client's key; holds no API key in clear.
     *
     * @param apiKey the API key that came with the request
     * @param peer the address at the other end of the connection
     * @param forwardedFor the addresses of {@code X-Forwarded-For}, left to right, as they came
     */
    public String of(Optional<String> apiKey, String peer, List<String> forwardedFor) {
        if (byApiKey && apiKey.isPresent()) {
            return "key:" + hashed(apiKey.get());
        }
        return "addr:" + address(peer, forwardedFor);
    }

    private String address(String peer, List<String> forwardedFor) {
        Optional<InetAddress> client = parse(peer);
        if (client.isEmpty()) {
            return "unknown";
        }
        int oldest = Math.max(0, forwardedFor.size() - MAX_HOPS);
        for (int i = forwardedFor.size() - 1; i >= oldest && isTrusted(client.get()); i--) {
            Optional<InetAddress> before = parse(forwardedFor.get(i));
            if (before.isEmpty()) {
                break;
            }
            client = before;
        }
        InetAddress address = client.get();
        int bits = address instanceof Inet6Address ? IPV6_SUBSCRIBER_BITS : Integer.SIZE;
        return HexFormat.of().formatHex(AddressRange.head(address, bits));
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(range -> range.contains(address));
    }

    /** Some proxies add the port: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static Optional<InetAddress> parse(String text) {
        String address = text.strip();
        if (address.startsWith("[") && address.contains("]")) {
            address = address.substring(1, address.indexOf(']'));
        } else if (address.indexOf(':') > 0 && address.indexOf(':') == address.lastIndexOf(':')) {
            address = address.substring(0, address.indexOf(':'));
        }
        int scope = address.indexOf('%');
        try {
            return Optional.of(InetAddress.ofLiteral(scope < 0 ? address : address.substring(0, scope)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String hashed(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
