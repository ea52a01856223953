package io.modeldeployment.e2e.bench;

import io.modeldeployment.e2e.fixture.SpamModel;
import java.util.List;

/**
 * A candidate to be judged, and the version that it is compared with.
 *
 * @param name for the table
 * @param stable what serves before
 * @param next what is rolled out
 * @param asked whether it has to answer the golden set; where not, only its traffic tells
 */
record BadCandidate(String name, Version stable, Version next, boolean asked) {
    private static final Version GOOD = Version.of(SpamModel.V2);

    /** Two good ones first, then the bad ones. */
    static List<BadCandidate> all() {
        return List.of(
                new BadCandidate("good: the same model again", GOOD, GOOD.called("spam-again"), true),
                underTraffic("good: errors 0.1 % as before", "errors_0.001", "errors_0.0010"),
                new BadCandidate("accuracy -3.8 points", GOOD, Version.of(SpamModel.V1), true),
                new BadCandidate("two labels swapped", GOOD, Version.of(SpamModel.V4_SWAPPED), true),
                new BadCandidate("wrong tokenizer", GOOD, Version.ofBench("v5-wrong-tokenizer"), true),
                new BadCandidate("NaN logits", GOOD, Version.of(SpamModel.V3_BROKEN), true),
                underTraffic("error rate 0.1 -> 1 %", "errors_0.001", "errors_0.01"),
                underTraffic("p99 x 1.5 (slowest 5 %)", "errors_0", "slow-tail_1.5"),
                underTraffic("memory grows until it is killed", "errors_0", "leaks-kib_512"),
                underTraffic("crash after 500 requests", "errors_0", "ends-at_500"),
                new BadCandidate("right on the set, label mix drifts", GOOD, Version.ofBench("v6-biased"), true),
                underTraffic("long texts (1 of 8) x 2", "errors_0", "slow-long-texts_2"));
    }

    private static BadCandidate underTraffic(String name, String stable, String next) {
        return new BadCandidate(name, Version.withFault(stable), Version.withFault(next), false);
    }
}
