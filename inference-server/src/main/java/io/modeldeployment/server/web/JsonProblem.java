package io.modeldeployment.server.web;

import java.util.Collection;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in the sender's terms what is wrong with a JSON body, without the parser's class names or the text itself. */
final class JsonProblem {
    private JsonProblem() {}

    static String describe(JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                "The field \"%s\" is unknown: the fields are %s."
                        .formatted(printable(unknown.getPropertyName()), known(unknown.getKnownPropertyIds()));
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case InputCoercionException _ -> field(failure) + " is out of range: send a smaller whole number.";
            case StreamConstraintsException _ ->
                "The body is nested too deeply, or holds a number or a name that is too long: send a flat JSON object.";
            case UnexpectedEndOfInputException _ -> "The body ends too early: send a complete JSON object.";
            default -> malformed(failure);
        };
    }

    private static String mismatch(MismatchedInputException failure) {
        Class<?> target = failure.getTargetType();
        boolean object = target != null && target.isRecord();
        if (object && failure.getPath().isEmpty()) {
            return "The body is not one JSON object: send an object, and nothing after it; GET /v3/api-docs describes its"
                    + " fields.";
        }
        String wanted = object ? "an object" : "a value of the documented type";
        if (target == String.class) {
            wanted = "a string";
        } else if (target == Integer.class) {
            wanted = "a whole number below 2147483648";
        } else if (target == Boolean.class) {
            wanted = "true or false";
        } else if (target != null && Collection.class.isAssignableFrom(target)) {
            wanted = field(failure).equals("\"texts\"") ? "a list of strings" : "a list";
        }
        return field(failure) + " has the wrong type: send " + wanted + ".";
    }

    private static String malformed(JacksonException failure) {
        TokenStreamLocation location = failure.getLocation();
        String where = location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        String duplicate = String.valueOf(failure.getOriginalMessage()).startsWith("Duplicate")
                ? "The body names a field twice"
                : "The body is not valid JSON";
        return duplicate + where + ": send one JSON object in UTF-8.";
    }

    private static String field(JacksonException failure) {
        String path = failure.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : printable(step.getPropertyName()))
                .collect(Collectors.joining());
        return path.isEmpty() ? "A value" : "\"" + path + "\"";
    }

    private static String known(Collection<Object> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\p{Graph} ]", "?");
        return plain.length() <= 40 ? plain : plain.substring(0, 40) + "…";
    }
}
