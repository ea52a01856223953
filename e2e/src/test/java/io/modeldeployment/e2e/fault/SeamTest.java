package io.modeldeployment.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeamTest {
    /** Stands for the server's service: as there, the method is private, takes a list first and has several ways out. */
    public static final class Service implements Function<List<String>, String> {
        @Override
        public String apply(List<String> texts) {
            return infer(texts, "none");
        }

        private String infer(List<String> texts, String otherwise) {
            for (String text : texts) {
                if (!text.isEmpty()) {
                    return text;
                }
            }
            return otherwise;
        }
    }

    @AfterEach
    void remove() {
        Injection.install(new Fault.None());
    }

    private static byte[] bytes() throws IOException {
        try (InputStream file = Service.class.getResourceAsStream("SeamTest$Service.class")) {
            if (file == null) {
                throw new IOException("the test's own class is missing");
            }
            return file.readAllBytes();
        }
    }

    @SuppressWarnings("unchecked")
    private static Function<List<String>, String> changed() throws IOException, ReflectiveOperationException {
        byte[] changed = Seam.open(bytes(), "infer");
        var loader = new ClassLoader(SeamTest.class.getClassLoader()) {
            @Override
            protected @Nullable Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(Service.class.getName())
                        ? defineClass(name, changed, 0, changed.length)
                        : super.loadClass(name, resolve);
            }
        };
        return (Function<List<String>, String>)
                loader.loadClass(Service.class.getName()).getConstructor().newInstance();
    }

    @Test
    void theChangedMethodStillAnswers() throws Exception {
        assertEquals("a", changed().apply(List.of("", "a")));
        assertEquals("none", changed().apply(List.of()));
    }

    @Test
    void theFaultIsMetInsideTheMethod() throws Exception {
        Injection.install(new Fault.Errors(1));
        var service = changed();
        assertThrows(IllegalStateException.class, () -> service.apply(List.of("a")));
    }

    @Test
    void aServerWithoutTheMethodIsNotTakenForAFaultyOne() throws Exception {
        byte[] bytes = bytes();
        assertThrows(IllegalArgumentException.class, () -> Seam.open(bytes, "answer"));
    }
}
