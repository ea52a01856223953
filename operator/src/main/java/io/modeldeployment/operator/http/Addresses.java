package io.modeldeployment.operator.http;

import java.net.InetAddress;
import java.util.Set;

/**
 * Which addresses may be asked on behalf of somebody who writes a ModelDeployment: the operator's own machine and the places where
 * cloud providers hand out credentials are not among them.
 */
public final class Addresses {
    /** Places of credentials that no class of addresses covers: of AWS by IPv6, Alibaba, Oracle and Azure. */
    private static final Set<String> CREDENTIALS =
            Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "192.0.0.192", "168.63.129.16");

    private Addresses() {}

    /** Address and port as they stand in a URL, where one of IPv6 has brackets. */
    public static String authority(String ip, int port) {
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
    }

    /** Neither the operator's pod nor its node, nor a place of credentials. */
    public static boolean isElsewhere(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !CREDENTIALS.contains(address.getHostAddress());
    }
}
