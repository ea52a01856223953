package io.modeldeployment.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads bytes as Kubernetes manifests write them: {@code 1048576}, {@code 512Ki}, {@code 16Mi}, {@code 1Gi}. */
final class ByteSizeConverter implements CommandLine.ITypeConverter<Long> {
    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,12})(Ki|Mi|Gi)?");

    @Override
    public Long convert(String value) {
        Matcher parts = FORMAT.matcher(value);
        if (!parts.matches()) {
            throw new CommandLine.TypeConversionException(
                    "'" + value + "' is not a number of bytes: write one such as 16Mi, or 0");
        }
        String unit = parts.group(2);
        int shift = unit == null ? 0 : 10 * (1 + "KMG".indexOf(unit.charAt(0)));
        return Long.parseLong(parts.group(1)) << shift;
    }
}
