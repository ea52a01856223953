package io.modeldeployment.operator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "fe80::1",
                "0.0.0.0",
                "224.0.0.1",
                "fd00:ec2::254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192"
            })
    void theOperatorsOwnMachineAndPlacesOfCredentialsAreNotAsked(String address) throws UnknownHostException {
        assertFalse(Addresses.isElsewhere(InetAddress.getByName(address)));
    }

    @Test
    void anAddressOfIpv6HasBracketsInAUrl() {
        assertEquals("10.96.0.10:8000", Addresses.authority("10.96.0.10", 8000));
        assertEquals("[fd00::a]:8000", Addresses.authority("fd00::a", 8000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.96.0.10", "192.168.1.2", "fd00:10:96::a", "93.184.216.34"})
    void placesInTheClusterAndOutsideAre(String address) throws UnknownHostException {
        assertTrue(Addresses.isElsewhere(InetAddress.getByName(address)));
    }
}
