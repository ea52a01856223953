package io.modeldeployment.cli.report;

import io.modeldeployment.cli.view.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes secrets out of objects and texts: by where they are (values of environment variables, foreign annotations, headers),
 * by what their field or flag is called, by their form, and wherever a value turns up again that was found in such a place.
 */
public final class Redaction {
    /** What stands in the place of a secret. */
    public static final String MARK = "<redacted>";

    private static final int SHORTEST = 6;
    private static final String SECRET_WORD =
            "(?:passw(?:or)?d|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|authorization)";

    /** A field or flag by the name of a secret; one that ends with Name or Ref says only where it is. */
    private static final Pattern SECRET_FIELD = Pattern.compile("(?i).*" + SECRET_WORD);

    private static final Set<String> OWN_ANNOTATIONS = Set.of("serving.modeldeployment.io", "deployment.kubernetes.io");
    private static final Set<String> VALUES = Set.of("env", "httpHeaders");

    private static final List<Pattern> WHOLE = List.of(
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"),
            Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"),
            Pattern.compile("\\bhf_[A-Za-z0-9]{16,}"),
            Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{20,}"),
            Pattern.compile("\\bsk-[A-Za-z0-9_-]{16,}"),
            Pattern.compile("\\bxox[abprs]-[A-Za-z0-9-]{10,}"),
            Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"));
    private static final Pattern USER_IN_URL = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)[^/\\s@\"']+@");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{6,}");
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)(\\b[\\w.-]*" + SECRET_WORD + "\\\\?[\"']?\\s*[=:]\\s*)(\\\\?[\"'][^\"'\\n]*[\"']|[^\\s\"',;&}\\]]+)");

    private final Set<String> known = new HashSet<>();

    /** The object without secrets; remembers those it found, for the texts that come later. */
    public Fields of(Fields object) {
        return Fields.of(value("", object.without("metadata", "managedFields").values()));
    }

    private Object value(String key, Object value) {
        return switch (value) {
            case Map<?, ?> map -> fields(key, map);
            case List<?> list ->
                VALUES.contains(key) ? list.stream().map(this::named).toList() : list(key, list);
            case String text -> SECRET_FIELD.matcher(key).matches() ? secret(text) : text(text);
            default -> value;
        };
    }

    private Map<String, Object> fields(String parent, Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, field) -> {
            String name = String.valueOf(key);
            boolean foreign = parent.equals("annotations")
                    && OWN_ANNOTATIONS.stream().noneMatch(own -> name.startsWith(own + "/"));
            copy.put(name, foreign ? secret(String.valueOf(field)) : value(name, field));
        });
        return copy;
    }

    /** An environment variable or a header: its name stays. */
    private Object named(Object entry) {
        Fields fields = Fields.of(entry);
        var copy = new LinkedHashMap<String, Object>(fields.values());
        fields.text("value").ifPresent(value -> copy.put("value", secret(value)));
        return copy;
    }

    /** A command line: what follows a flag by the name of a secret is one. */
    private List<Object> list(String key, List<?> items) {
        var copy = new ArrayList<Object>();
        boolean secretNext = false;
        for (Object item : items) {
            if (secretNext && item instanceof String text && !text.startsWith("--")) {
                copy.add(secret(text));
            } else {
                copy.add(value(key, item));
            }
            secretNext = item instanceof String flag
                    && flag.startsWith("-")
                    && SECRET_FIELD.matcher(flag).matches();
        }
        return copy;
    }

    private String secret(String text) {
        if (text.isEmpty()) {
            return text;
        }
        boolean telling = text.length() >= SHORTEST && !text.matches("[0-9.]+|true|false");
        if (telling) {
            known.add(text);
            // A text may break it, or keep a line of it.
            text.lines().filter(line -> line.length() >= 2 * SHORTEST).forEach(known::add);
        }
        return MARK;
    }

    /** A text without secrets. */
    public String text(String text) {
        String clean = text;
        for (String secret : known.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList()) {
            clean = clean.replace(secret, MARK);
        }
        for (Pattern form : WHOLE) {
            clean = form.matcher(clean).replaceAll(MARK);
        }
        clean = USER_IN_URL.matcher(clean).replaceAll("$1" + MARK + "@");
        clean = SCHEME.matcher(clean).replaceAll("$1 " + MARK);
        return ASSIGNED.matcher(clean).replaceAll("$1" + MARK);
    }
}
