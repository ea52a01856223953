package io.modeldeployment.server.store.remote;

import io.modeldeployment.server.store.Remote.Body;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GET over HTTP, as far as the store needs it: ranges of a version, redirects that carry the token to nobody else, and errors as
 * reasons. A connection that says nothing for a minute counts as cut.
 */
final class Web {
    private static final int CONNECT_MILLIS = 15_000;
    private static final int SILENCE_MILLIS = 60_000;
    private static final int MOST_REDIRECTS = 8;
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");
    /** Places of credentials that no class of addresses covers: of AWS by IPv6, Alibaba, Oracle and Azure. */
    private static final Set<String> CREDENTIALS =
            Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "192.0.0.192", "168.63.129.16");

    private final Optional<String> token;
    private final boolean local;

    /**
     * @param token for the host that is asked first, and for no other one
     * @param first what is asked; where it is this machine, redirects may lead to it too
     */
    Web(Optional<String> token, URI first) {
        this.token = token;
        this.local = isLoopback(first.getHost());
    }

    /** The whole of something small. */
    byte[] read(URI url, int mostBytes) throws StoreException {
        try (Body body = open(url, 0, Optional.empty())) {
            byte[] bytes = body.stream().readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw new StoreException(
                        Reason.REFUSED, plain(url) + ": the answer is larger than " + mostBytes + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw StoreException.of(plain(url), e);
        }
    }

    /** A file from {@code offset} on, where it is still the version that {@code validator} names; else from its beginning. */
    Body open(URI url, long offset, Optional<String> validator) throws StoreException {
        try {
            HttpURLConnection connection = follow(url, offset, validator);
            int status = connection.getResponseCode();
            if (status == 416 && offset > 0) {
                return beyond(connection, url, offset);
            }
            if (status != 200 && status != 206) {
                throw Refusals.of(plain(url), connection, status);
            }
            return body(connection, status);
        } catch (IOException e) {
            throw StoreException.of(plain(url), e);
        }
    }

    /** Nothing is left to be sent: because it is all there, or because the file has become shorter. */
    private Body beyond(HttpURLConnection connection, URI url, long offset) throws StoreException {
        OptionalLong total = total(connection.getHeaderField("Content-Range"));
        Optional<String> version = validator(connection);
        connection.disconnect();
        if (total.isPresent() && total.getAsLong() == offset) {
            return new Body(offset, total, version, InputStream.nullInputStream());
        }
        return open(url, 0, Optional.empty());
    }

    private static Body body(HttpURLConnection connection, int status) throws IOException {
        InputStream stream = connection.getInputStream();
        if (status == 206) {
            Matcher range = RANGE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
            if (range.matches() && range.group(1) != null) {
                long from = Long.parseLong(range.group(1));
                return new Body(from, total(range.group()), validator(connection), closing(connection, stream));
            }
            throw new IOException("an answer 206 without Content-Range");
        }
        long length = connection.getContentLengthLong();
        return new Body(
                0,
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                validator(connection),
                closing(connection, stream));
    }

    /** Closing the connection's own stream would read what is left of it first. */
    private static InputStream closing(HttpURLConnection connection, InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public void close() {
                connection.disconnect();
            }
        };
    }

    /** What names a version byte for byte; weak ones do not. */
    private static Optional<String> validator(HttpURLConnection connection) {
        return Optional.ofNullable(connection.getHeaderField("ETag"))
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> Optional.ofNullable(connection.getHeaderField("Last-Modified")));
    }

    private static OptionalLong total(@Nullable String contentRange) {
        Matcher range = RANGE.matcher(String.valueOf(contentRange));
        return range.matches() && !range.group(2).equals("*")
                ? OptionalLong.of(Long.parseLong(range.group(2)))
                : OptionalLong.empty();
    }

    private HttpURLConnection follow(URI url, long offset, Optional<String> validator)
            throws IOException, StoreException {
        URI at = url;
        boolean first = true;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            requireElsewhere(at);
            HttpURLConnection connection = connect(at, first, offset, validator);
            int status = connection.getResponseCode();
            String location = connection.getHeaderField("Location");
            if (status < 301 || status > 308 || status == 304 || location == null) {
                return connection;
            }
            connection.disconnect();
            URI next = target(at, location);
            // Once another host was asked, the token stays away: it could send us back with an address of its choice.
            first = first && sameOrigin(url, next);
            at = next;
        }
        throw new StoreException(Reason.REFUSED, plain(url) + ": is redirected again and again");
    }

    private static URI target(URI from, String location) throws StoreException {
        try {
            URI next = from.resolve(location);
            boolean kept = "https".equals(next.getScheme()) || from.getScheme().equals(next.getScheme());
            if (!kept || next.getHost() == null || next.getUserInfo() != null) {
                throw new StoreException(Reason.REFUSED, plain(from) + ": is redirected to what is not https");
            }
            return next;
        } catch (IllegalArgumentException _) {
            throw new StoreException(Reason.REFUSED, plain(from) + ": is redirected to what is no address");
        }
    }

    private HttpURLConnection connect(URI url, boolean withToken, long offset, Optional<String> validator)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "modelserver");
        // A compressed answer would have other offsets than the file.
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (withToken && token.isPresent()) {
            connection.setRequestProperty("Authorization", "Bearer " + token.get());
        }
        if (offset > 0) {
            connection.setRequestProperty("Range", "bytes=" + offset + "-");
            validator.ifPresent(version -> connection.setRequestProperty("If-Range", version));
        }
        return connection;
    }

    /** Neither this machine, unless it was asked for in so many words, nor where clouds keep credentials. */
    private void requireElsewhere(URI url) throws StoreException, IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(url.getHost());
        } catch (UnknownHostException _) {
            throw new StoreException(Reason.UNREACHABLE, plain(url) + ": the host has no address");
        }
        for (InetAddress address : addresses) {
            boolean here = address.isLoopbackAddress() || address.isAnyLocalAddress();
            if (here && !local
                    || address.isLinkLocalAddress()
                    || address.isMulticastAddress()
                    || CREDENTIALS.contains(address.getHostAddress())) {
                throw new StoreException(
                        Reason.REFUSED,
                        plain(url) + ": leads to an address that is not asked: this machine's or a link-local one");
            }
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    }

    /** Without the query, which may be a signature. */
    static String plain(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }
}
