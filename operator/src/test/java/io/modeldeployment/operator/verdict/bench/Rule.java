package io.modeldeployment.operator.verdict.bench;

import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.MetricBlock;
import java.util.Map;

/** A way to judge a canary, followed through one rollout. */
interface Rule {
    /** What is to be done after a block. */
    enum Advice {
        GO_ON,
        /** The weight is not raised yet. */
        HOLD,
        ABORT
    }

    /** After one more block; {@code second} is when it ended. */
    Advice next(int second, Map<Metric, MetricBlock> block);

    /** At the end of the last step: whether it is known that the candidate is good. */
    boolean passes();
}
