package io.modeldeployment.operator.resources;

import io.modeldeployment.api.v1.AnalysisSpec;
import io.modeldeployment.api.v1.BlueGreenStrategy;
import io.modeldeployment.api.v1.CanaryStep;
import io.modeldeployment.api.v1.CanaryStrategy;
import io.modeldeployment.api.v1.GatewaySpec;
import io.modeldeployment.api.v1.HeaderMatch;
import io.modeldeployment.api.v1.HeaderRouteStep;
import io.modeldeployment.api.v1.InconclusivePolicy;
import io.modeldeployment.api.v1.ModelDeploymentSpec;
import io.modeldeployment.api.v1.PauseStep;
import io.modeldeployment.api.v1.PromotionAnalysisSpec;
import io.modeldeployment.api.v1.RecoveryMode;
import io.modeldeployment.api.v1.RecoverySpec;
import io.modeldeployment.api.v1.RollbackWindow;
import io.modeldeployment.api.v1.ScaleStep;
import io.modeldeployment.api.v1.SurgePolicy;
import io.modeldeployment.api.v1.TrafficSpec;
import io.modeldeployment.operator.analysis.AnalysisPlan;
import io.modeldeployment.operator.recovery.RecoveryPolicy;
import io.modeldeployment.operator.recovery.Rung;
import io.modeldeployment.operator.rollout.Detours;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutPolicy;
import io.modeldeployment.operator.rollout.Sizing;
import io.modeldeployment.operator.rollout.Step;
import io.modeldeployment.operator.rollout.Strategy;
import io.modeldeployment.operator.rollout.Surge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a spec into what the planner decides by; absent fields mean what the CRD's defaults say. */
public final class Policies {
    private static final Pattern DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
    private static final String DEFAULT_MAX_DURATION = "30m";
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration DEFAULT_PAUSE = Duration.ofMinutes(1);

    private Policies() {}

    /** The policy of {@code spec}, whose content has the hash {@code wanted}. */
    public static RolloutPolicy of(ModelDeploymentSpec spec, RevisionHash wanted) {
        Duration drain = Optional.ofNullable(spec.traffic())
                .map(TrafficSpec::drainSeconds)
                .map(Duration::ofSeconds)
                .orElse(Duration.ofSeconds(30));
        int replicas = or(spec.replicas(), 1);
        return new RolloutPolicy(
                wanted,
                replicas,
                Boolean.TRUE.equals(spec.paused()),
                Duration.ofSeconds(or(spec.progressDeadlineSeconds(), 1800)),
                or(spec.revisionHistoryLimit(), 5),
                drain,
                strategy(spec, replicas, drain),
                gateway(spec).map(_ -> new RolloutPolicy.Gateway(hasDynamicStableScale(spec))),
                Optional.ofNullable(spec.rollbackWindow())
                        .map(RollbackWindow::revisions)
                        .orElse(0),
                surge(spec));
    }

    private static Surge surge(ModelDeploymentSpec spec) {
        if (spec.accelerator() == null) {
            return Surge.FREE;
        }
        return switch (Objects.requireNonNullElse(spec.accelerator().surgePolicy(), SurgePolicy.AUTO)) {
            case SURGE -> Surge.FREE;
            case AUTO -> Surge.AUTO;
            case REPLACE -> Surge.REPLACE;
            case QUEUE -> Surge.QUEUE;
        };
    }

    /** The gateways that traffic comes through; empty where it comes through the Service alone. */
    public static Optional<GatewaySpec> gateway(ModelDeploymentSpec spec) {
        return Optional.ofNullable(spec.traffic()).map(TrafficSpec::gateway);
    }

    private static boolean hasDynamicStableScale(ModelDeploymentSpec spec) {
        CanaryStrategy canary = spec.strategy().canary();
        return canary != null && Boolean.TRUE.equals(canary.dynamicStableScale());
    }

    private static Strategy strategy(ModelDeploymentSpec spec, int replicas, Duration drain) {
        CanaryStrategy canary = spec.strategy().canary();
        BlueGreenStrategy blueGreen = spec.strategy().blueGreen();
        if (canary != null) {
            return new Strategy(
                    Strategy.Kind.CANARY,
                    steps(canary, spec.evaluation() != null),
                    drain,
                    Duration.ofSeconds(or(canary.abortScaleDownDelaySeconds(), 300)),
                    goesOnUnclear(canary),
                    Optional.empty(),
                    approved(spec));
        }
        if (blueGreen != null) {
            return blueGreen(blueGreen, spec, replicas);
        }
        throw new IllegalArgumentException("the CRD lets no spec through without a strategy");
    }

    private static List<Step> steps(CanaryStrategy canary, boolean isEvaluated) {
        var analyze = new Step.Analyze(goesOnUnclear(canary));
        var steps = new ArrayList<Step>();
        if (isEvaluated) {
            steps.add(new Step.Evaluate());
        }
        if (canary.steps() != null) {
            canary.steps().forEach(step -> steps.add(step(step, analyze)));
            return steps;
        }
        steps.addAll(defaultSteps());
        if (canary.analysis() != null) {
            steps.add(analyze);
        }
        return steps;
    }

    private static boolean goesOnUnclear(CanaryStrategy canary) {
        return Optional.ofNullable(canary.analysis())
                .map(AnalysisSpec::onInconclusive)
                .filter(InconclusivePolicy.CONTINUE::equals)
                .isPresent();
    }

    /** What may be done by itself when what serves stops answering; empty where the spec asks for nothing of the kind. */
    public static Optional<RecoveryPolicy> recovery(ModelDeploymentSpec spec) {
        RecoverySpec recovery = spec.recovery();
        if (recovery == null || recovery.mode() == RecoveryMode.DISABLED) {
            return Optional.empty();
        }
        Duration interval = duration(recovery.interval() == null ? "30s" : recovery.interval());
        return Optional.of(new RecoveryPolicy(
                reach(recovery.mode() == null ? RecoveryMode.ROLLBACK : recovery.mode()),
                interval.isPositive() ? interval : SHORTEST_INTERVAL,
                or(recovery.failureThreshold(), 3),
                or(recovery.maxAttempts(), 2),
                duration(recovery.cooldown() == null ? "10m" : recovery.cooldown())));
    }

    private static Rung reach(RecoveryMode mode) {
        return switch (mode) {
            case RESTORE -> Rung.RESTORE;
            case ROLLBACK -> Rung.ROLLBACK;
            case RESTART, DISABLED -> Rung.RESTART;
        };
    }

    /** How a candidate is analysed on its way; empty where the spec asks for no analysis. */
    public static Optional<AnalysisPlan> analysis(ModelDeploymentSpec spec) {
        Optional<AnalysisPlan> ofCanary = Optional.ofNullable(spec.strategy().canary())
                .map(CanaryStrategy::analysis)
                .map(analysis -> AnalysisPlan.of(analysis, spec.model().task(), maxDuration(analysis.maxDuration())));
        return ofCanary.or(() -> Optional.ofNullable(spec.strategy().blueGreen())
                .map(BlueGreenStrategy::prePromotionAnalysis)
                .map(Policies::plan));
    }

    /** How a candidate is analysed once it has all traffic; empty where the spec asks for no such analysis. */
    public static Optional<AnalysisPlan> verification(ModelDeploymentSpec spec) {
        return Optional.ofNullable(spec.strategy().blueGreen())
                .map(BlueGreenStrategy::postPromotionAnalysis)
                .map(Policies::plan);
    }

    private static AnalysisPlan plan(PromotionAnalysisSpec analysis) {
        return AnalysisPlan.of(analysis, maxDuration(analysis.maxDuration()));
    }

    private static Duration maxDuration(@Nullable String text) {
        return duration(text == null ? DEFAULT_MAX_DURATION : text);
    }

    private static boolean goesOnUnclear(@Nullable PromotionAnalysisSpec analysis) {
        return analysis != null && analysis.onInconclusive() == InconclusivePolicy.CONTINUE;
    }

    /** 10 % to 90 % by 10 %, a minute each. */
    private static List<Step> defaultSteps() {
        var steps = new ArrayList<Step>();
        for (int weight = 10; weight < 100; weight += 10) {
            steps.add(new Step.SetWeight(weight));
            steps.add(new Step.Pause(Optional.of(DEFAULT_PAUSE)));
        }
        return steps;
    }

    private static Step step(CanaryStep step, Step.Analyze analyze) {
        if (step.analysis() != null) {
            return analyze;
        }
        if (step.setWeight() != null) {
            return new Step.SetWeight(step.setWeight());
        }
        if (step.setMirror() != null) {
            return new Step.SetMirror(step.setMirror().percentage());
        }
        if (step.setHeaderRoute() != null) {
            return headerRoute(step.setHeaderRoute());
        }
        if (step.scale() != null) {
            return new Step.Scale(sizing(step.scale()));
        }
        return new Step.Pause(
                Optional.ofNullable(step.pause()).map(PauseStep::duration).map(Policies::duration));
    }

    private static Step headerRoute(HeaderRouteStep step) {
        List<HeaderMatch> matches = Objects.requireNonNullElse(step.match(), List.of());
        return new Step.SetHeaderRoute(
                step.name(), matches.stream().map(Policies::header).toList());
    }

    private static Detours.HeaderMatch header(HeaderMatch match) {
        String exact = match.headerValue().exact();
        return exact == null
                ? new Detours.HeaderMatch(
                        match.headerName(), String.valueOf(match.headerValue().regex()), true)
                : new Detours.HeaderMatch(match.headerName(), exact, false);
    }

    private static Sizing sizing(ScaleStep scale) {
        if (scale.replicas() != null) {
            return new Sizing.Replicas(scale.replicas());
        }
        return scale.percent() == null ? new Sizing.ByWeight() : new Sizing.Percent(scale.percent());
    }

    /** Preview pods, then a pause: until a person promotes, or as long as autoPromotionSeconds says. */
    private static Strategy blueGreen(BlueGreenStrategy strategy, ModelDeploymentSpec spec, int replicas) {
        boolean automatic = !Boolean.FALSE.equals(strategy.autoPromotion());
        Optional<Duration> wait =
                automatic ? Optional.of(Duration.ofSeconds(or(strategy.autoPromotionSeconds(), 0))) : Optional.empty();
        var steps = new ArrayList<Step>();
        steps.add(new Step.Preview(Math.max(1, or(strategy.previewReplicas(), replicas))));
        if (spec.evaluation() != null) {
            steps.add(new Step.Evaluate());
        }
        boolean goesOn = goesOnUnclear(strategy.prePromotionAnalysis());
        if (strategy.prePromotionAnalysis() != null) {
            steps.add(new Step.Analyze(goesOn));
        }
        steps.add(new Step.Pause(wait));
        return new Strategy(
                Strategy.Kind.BLUE_GREEN,
                steps,
                Duration.ofSeconds(or(strategy.scaleDownDelaySeconds(), 600)),
                Duration.ofSeconds(or(strategy.abortScaleDownDelaySeconds(), 300)),
                goesOn,
                Optional.ofNullable(strategy.postPromotionAnalysis())
                        .map(analysis -> new Strategy.Verification(goesOnUnclear(analysis))),
                approved(spec));
    }

    private static Optional<RevisionHash> approved(ModelDeploymentSpec spec) {
        return Optional.ofNullable(spec.strategy().approvedRevision()).map(RevisionHash::new);
    }

    /** Reads a duration such as {@code 1h30m}; the CRD lets only such through. */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("not a duration: " + text);
        }
        return Duration.ofHours(number(matcher.group(1)))
                .plusMinutes(number(matcher.group(2)))
                .plusSeconds(number(matcher.group(3)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static int or(@Nullable Integer value, int standard) {
        return value == null ? standard : value;
    }
}
