package io.modeldeployment.e2e.bench;

import io.modeldeployment.e2e.fixture.Cluster;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.predict.PredictionClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a benchmark of rollouts is told by the environment, and what it works with. */
final class BenchSettings {
    /** Requests that users begin each second. */
    static final int RATE = number("RATE", 50);

    /** Where figures are written. */
    static final Path OUTPUT = Cluster.built("build/bench");

    private BenchSettings() {}

    /**
     * A number from the environment.
     *
     * @throws IllegalArgumentException when it is not a whole number above 0
     */
    static int number(String variable, int otherwise) {
        String value = Optional.ofNullable(System.getenv(variable)).orElse("");
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException(variable + " is " + value + ": write a whole number above 0");
        }
        return Integer.parseInt(value);
    }

    /** Bodies about different texts, one of eight a long one: as long as they last no answer comes from a cache. */
    static List<String> bodies(Given given, int count) {
        return BenchmarkTexts.mostlyShort(given.testMails().all()).next(count).stream()
                .map(PredictionClient::bodyFor)
                .toList();
    }

    /** Says what is going on, beside the figures. */
    static void say(String what) {
        System.err.println("bench: " + what);
    }
}
