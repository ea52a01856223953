package io.modeldeployment.server.store.command;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The flag {@code --sha256}, which all commands have. */
final class Digests {
    private Digests() {}

    static Optional<String> given(CommandSpec spec, @Nullable String sha256) {
        if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
            throw new ParameterException(
                    spec.commandLine(), "--sha256 is '" + sha256 + "': write 64 hexadecimal digits");
        }
        return Optional.ofNullable(sha256).map(digest -> digest.toLowerCase(Locale.ROOT));
    }
}
