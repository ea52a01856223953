package io.modeldeployment.cli.app;

import io.modeldeployment.cli.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag -o. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json or yaml for scripts; with get also wide and name.")
    private @Nullable String word;

    /** The format that was asked for, if it is one of {@code possible}; a table when none was. */
    Format of(Format... possible) {
        String written = word;
        if (written == null) {
            return Format.TABLE;
        }
        List<Format> all = Arrays.asList(possible);
        return all.stream()
                .filter(format -> format.name().equals(written.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Failure.usage("-o " + written + " is not known here: write one of "
                        + all.stream()
                                .map(format -> format.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
