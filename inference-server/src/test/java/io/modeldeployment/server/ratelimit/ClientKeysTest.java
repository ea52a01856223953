package io.modeldeployment.server.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeysTest {
    private static final Optional<String> NO_KEY = Optional.empty();
    private final ClientKeys direct = new ClientKeys(true, List.of());
    private final ClientKeys proxied =
            new ClientKeys(true, List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));

    private static String address(ClientKeys keys, String peer, String... forwardedFor) {
        return keys.of(NO_KEY, peer, List.of(forwardedFor));
    }

    @Test
    void anApiKeyIsTheClientWhereverItComesFrom() {
        String key = direct.of(Optional.of("hunter2"), "192.0.2.1", List.of());
        assertEquals(key, direct.of(Optional.of("hunter2"), "192.0.2.9", List.of()));
        assertNotEquals(key, direct.of(Optional.of("hunter3"), "192.0.2.1", List.of()));
        assertFalse(key.contains("hunter2"), "never in clear");
    }

    @Test
    void anApiKeyIsNothingWhereAddressesCount() {
        ClientKeys byAddress = new ClientKeys(false, List.of());
        assertEquals(
                byAddress.of(Optional.of("a"), "192.0.2.1", List.of()),
                byAddress.of(Optional.of("b"), "192.0.2.1", List.of()));
    }

    @Test
    void aStrangersForwardedForIsNotBelieved() {
        assertEquals(address(direct, "192.0.2.1"), address(direct, "192.0.2.1", "198.51.100.7"));
        assertEquals(address(proxied, "192.0.2.1"), address(proxied, "192.0.2.1", "198.51.100.7"));
    }

    @Test
    void behindTrustedProxiesTheClientIsTheRightMostOtherAddress() {
        String client = address(direct, "198.51.100.7");
        assertEquals(client, address(proxied, "10.1.1.1", "198.51.100.7"));
        assertEquals(client, address(proxied, "10.1.1.1", "198.51.100.7", " 10.2.2.2 "));
        assertEquals(
                client, address(proxied, "10.1.1.1", "203.0.113.1", "198.51.100.7"), "what is left of it is made up");
        assertEquals(client, address(proxied, "10.1.1.1", "198.51.100.7:4711"));
        assertEquals(client, address(proxied, "fd00::1", "198.51.100.7"));
        assertEquals(client, address(proxied, "10.1.1.1", "::ffff:198.51.100.7"), "the same in IPv6's clothes");
    }

    @Test
    void whatIsNoAddressEndsTheSearch() {
        String proxy = address(proxied, "10.1.1.1");
        assertEquals(proxy, address(proxied, "10.1.1.1", "198.51.100.7", "unknown"));
        assertEquals(proxy, address(proxied, "10.1.1.1", "localhost"), "no names are looked up");
        assertEquals(proxy, address(proxied, "10.1.1.1", ""));
        assertEquals(address(direct, "10.2.2.2"), address(proxied, "10.1.1.1", "10.2.2.2"));
    }

    @Test
    void anEndlessHeaderMakesNoEndlessWork() {
        List<String> hops = Collections.nCopies(10_000, "10.2.2.2");
        assertEquals(address(direct, "10.2.2.2"), proxied.of(NO_KEY, "10.1.1.1", hops));
    }

    @Test
    void anIpv6ClientIsItsSubscribersNetwork() {
        assertEquals(address(direct, "2001:db8:1:2::1"), address(direct, "2001:db8:1:2:ffff::9"));
        assertNotEquals(address(direct, "2001:db8:1:2::1"), address(direct, "2001:db8:1:3::1"));
        assertEquals(address(direct, "fe80::1%eth0"), address(direct, "fe80::2"));
    }

    @Test
    void rangesHoldWhatTheirPrefixSays() {
        AddressRange range = AddressRange.parse("192.0.2.128/25");
        assertEquals(
                address(direct, "198.51.100.1"),
                new ClientKeys(true, List.of(range)).of(NO_KEY, "192.0.2.200", List.of("198.51.100.1")));
        assertEquals(
                address(direct, "192.0.2.100"),
                new ClientKeys(true, List.of(range)).of(NO_KEY, "192.0.2.100", List.of("198.51.100.1")));
        assertTrue(AddressRange.parse("0.0.0.0/0")
                .contains(AddressRange.parse("203.0.113.5").network()));
        assertFalse(AddressRange.parse("0.0.0.0/0")
                .contains(AddressRange.parse("::1").network()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "proxy.example", "fd00::/129", "10.0.0.0/x"})
    void refusesWhatIsNoRange(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
    }
}
