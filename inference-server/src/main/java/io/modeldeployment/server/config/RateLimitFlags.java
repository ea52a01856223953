package io.modeldeployment.server.config;

import io.modeldeployment.server.ratelimit.AddressRange;
import io.modeldeployment.server.ratelimit.ClientKeys;
import io.modeldeployment.server.ratelimit.RateLimit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags of the rate limit. */
final class RateLimitFlags {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = "--rate-limit",
            arity = "0..1",
            fallbackValue = "100/60s",
            paramLabel = "N/WINDOW",
            description = "Requests that one client may send in any window; more get 429."
                    + " Default: no limit; ${FALLBACK-VALUE} where none is named.")
    private @Nullable String rateLimit;

    @Option(
            names = "--rate-limit-by",
            defaultValue = "key",
            paramLabel = "WHAT",
            converter = ChoiceConverter.ForClients.class,
            description =
                    "What tells clients apart: key (their API key, or the address where there is none) or address."
                            + " Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Clients rateLimitBy;

    @Option(
            names = "--rate-limit-scope",
            defaultValue = "local",
            paramLabel = "SCOPE",
            converter = ChoiceConverter.ForScope.class,
            description = "local (each server counts) or global (all count together, needs --redis)."
                    + " Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Scope rateLimitScope;

    @Option(
            names = "--trusted-proxies",
            split = ",",
            paramLabel = "CIDR",
            description = "Proxies whose X-Forwarded-For is believed, separated by commas. Default: none.")
    private String[] trustedProxies = {};

    /** What tells clients apart. */
    enum Clients {
        KEY,
        ADDRESS
    }

    /** Who counts. */
    enum Scope {
        LOCAL,
        GLOBAL
    }

    /**
     * The limit that was asked for.
     *
     * @param limit how many requests in how long
     * @param global whether all servers count together
     * @param clients tells clients apart
     */
    record Options(RateLimit limit, boolean global, ClientKeys clients) {}

    /** The limit, where one was asked for. */
    Optional<Options> options(boolean hasRedis) {
        boolean global = rateLimitScope == Scope.GLOBAL;
        List<AddressRange> proxies = proxies();
        if (rateLimit == null) {
            return Optional.empty();
        }
        if (global && !hasRedis) {
            throw wrong("--rate-limit-scope global needs a Redis to count in: add --redis, or leave it out");
        }
        try {
            ClientKeys clients = new ClientKeys(rateLimitBy == Clients.KEY, proxies);
            return Optional.of(new Options(RateLimit.parse(rateLimit), global, clients));
        } catch (IllegalArgumentException e) {
            throw wrong("--rate-limit: " + e.getMessage());
        }
    }

    private List<AddressRange> proxies() {
        try {
            return Arrays.stream(trustedProxies).map(AddressRange::parse).toList();
        } catch (IllegalArgumentException e) {
            throw wrong("--trusted-proxies: " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
