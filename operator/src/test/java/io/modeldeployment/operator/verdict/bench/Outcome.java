package io.modeldeployment.operator.verdict.bench;

import io.modeldeployment.operator.verdict.Chance;

/**
 * What became of one rollout.
 *
 * @param aborted whether it was taken back
 * @param passed whether it went through and was known to be good
 * @param candidateRequests answered by the candidate until the end
 * @param requests of all users in nine minutes of that traffic
 */
record Outcome(boolean aborted, boolean passed, long candidateRequests, double requests) {
    private static final int BLOCK_SECONDS = 5;
    private static final int STEP_SECONDS = 60;
    private static final int STEPS = 9;
    private static final int LUCK_SECONDS = 30;
    /** A rule that keeps holding has to come to an end, too. */
    private static final int LONGEST_SECONDS = 10 * STEPS * STEP_SECONDS;

    /** A canary at 10, 20, … 90 %, a minute each. */
    static Outcome of(Scenario scenario, Rule rule, Chance chance) {
        double planned = scenario.traffic().rate() * STEPS * STEP_SECONDS;
        long candidateRequests = 0;
        Scenario lucky = scenario;
        int step = 1;
        for (int second = 0; step <= STEPS && second < LONGEST_SECONDS; ) {
            if (second % LUCK_SECONDS == 0) {
                Traffic traffic = scenario.traffic();
                lucky = scenario.with(traffic.luck(chance), traffic.luck(chance));
            }
            var block = lucky.block(second, BLOCK_SECONDS, step / 10.0, chance);
            second += BLOCK_SECONDS;
            candidateRequests += block.values().iterator().next().candidate().requests();
            Rule.Advice advice = rule.next(second, block);
            if (advice == Rule.Advice.ABORT) {
                return new Outcome(true, false, candidateRequests, planned);
            }
            step += second % STEP_SECONDS == 0 && advice == Rule.Advice.GO_ON ? 1 : 0;
        }
        return new Outcome(false, rule.passes(), candidateRequests, planned);
    }
}
