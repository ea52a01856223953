package io.modeldeployment.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the operator is told, and what it says when it is told nonsense. */
class EnvironmentTest {
    private static final Map<String, String> GOOD =
            Map.of("SERVER_IMAGE", "server:1", "POD_NAMESPACE", "system", "POD_NAME", "operator-0");

    private static Environment with(String name, String value) {
        var variables = new HashMap<>(GOOD);
        variables.put(name, value);
        return Environment.of(variables);
    }

    @Test
    void namespacesAreAList() {
        assertEquals(Set.of(), Environment.of(GOOD).watchNamespaces());
        assertEquals(Set.of("a", "b"), with("WATCH_NAMESPACES", " a, b,").watchNamespaces());
    }

    @Test
    void nonsenseIsRefusedWithTheNameOfTheVariable() {
        for (String name : GOOD.keySet()) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> with(name, " "));
            assertEquals(0, String.valueOf(refusal.getMessage()).indexOf("set " + name));
        }
        for (String port : new String[] {"eighty", "-1", "65536"}) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> with("HTTP_PORT", port));
            assertEquals("HTTP_PORT is '" + port + "': write a number from 0 to 65535", refusal.getMessage());
        }
    }
}
