package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.AnalysisCheck;
import io.modeldeployment.api.v1.JobSource;
import io.modeldeployment.api.v1.ServerMetric;
import io.modeldeployment.operator.verdict.Limit;
import io.modeldeployment.operator.verdict.Limits;
import io.modeldeployment.operator.verdict.Threshold;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A number that is measured again and again: what the spec asks for, with its defaults filled in.
 *
 * @param rule what it is held against
 * @param interval between two measurements, and from the first traffic to the first one
 * @param source where the number comes from
 */
public record Check(String name, Threshold rule, Duration interval, Source source) {
    private static final String DEFAULT_INTERVAL = "30s";
    private static final int DEFAULT_COUNT = 3;
    private static final int DEFAULT_ERRORS = 4;

    /** A job gives 1 or 0, once. */
    private static final Threshold ONCE =
            new Threshold(new Limits(Optional.of(Limit.parse("1")), Optional.empty()), 1, 0, 0);

    /** Where a number comes from. */
    public sealed interface Source {
        /** The counters of the candidate's servers. */
        record Servers(ServerMetric metric) implements Source {}

        /** A query in PromQL. */
        record Prometheus(String url, String query) implements Remote {}

        /** A place in JSON, as a JSON pointer. */
        record Web(String url, String pointer) implements Remote {}

        /** A container that is run once. */
        record Job(JobSource job) implements Source {}
    }

    /** A source that has to be asked over the network. */
    public sealed interface Remote extends Source {}

    static Check of(AnalysisCheck spec) {
        if (spec.job() != null) {
            return new Check(spec.name(), ONCE, Duration.ZERO, new Source.Job(spec.job()));
        }
        var limits = new Limits(
                Optional.ofNullable(spec.min()).map(Limit::parse),
                Optional.ofNullable(spec.max()).map(Limit::parse));
        var rule = new Threshold(
                limits,
                Optional.ofNullable(spec.count()).orElse(DEFAULT_COUNT),
                Optional.ofNullable(spec.failureLimit()).orElse(0),
                Optional.ofNullable(spec.consecutiveErrorLimit()).orElse(DEFAULT_ERRORS));
        String interval = Optional.ofNullable(spec.interval()).orElse(DEFAULT_INTERVAL);
        return new Check(spec.name(), rule, Duration.parse("PT" + interval.toUpperCase(Locale.ROOT)), source(spec));
    }

    private static Source source(AnalysisCheck spec) {
        if (spec.prometheus() != null) {
            return new Source.Prometheus(
                    spec.prometheus().url(), spec.prometheus().query());
        }
        if (spec.web() != null) {
            return new Source.Web(
                    spec.web().url(),
                    Optional.ofNullable(spec.web().jsonPointer()).orElse(""));
        }
        return Optional.ofNullable(spec.metric())
                .map(Source.Servers::new)
                .orElseThrow(() -> new IllegalArgumentException("the CRD lets no check through without a source"));
    }
}
