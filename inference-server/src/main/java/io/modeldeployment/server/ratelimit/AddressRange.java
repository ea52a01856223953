package io.modeldeployment.server.ratelimit;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation.
 *
 * @param network an address in it
 * @param prefix how many leading bits all of them share
 */
public record AddressRange(InetAddress network, int prefix) {
    /** Java would also take 10.1 for 10.0.0.1. */
    private static final Pattern WHOLE = Pattern.compile("[0-9]+(\\.[0-9]+){3}|.*:.*");

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress network = InetAddress.ofLiteral(address);
            int bits = network.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix >= 0 && prefix <= bits && WHOLE.matcher(address).matches()) {
                return new AddressRange(network, prefix);
            }
        } catch (IllegalArgumentException _) {
            // Said below, in words for whoever wrote it.
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no range of addresses: write 10.0.0.0/8, fd00::/8 or a single address");
    }

    /** Whether an address lies in it. */
    boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length
                && Arrays.equals(head(address, prefix), head(network, prefix));
    }

    /** The first bits of an address; the rest is zero. */
    static byte[] head(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp((long) bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            bytes[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        return bytes;
    }
}
