package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.operator.analysis.RequestShare;
import io.modeldeployment.operator.backup.CarePlan;
import io.modeldeployment.operator.probe.HttpJobProgress;
import io.modeldeployment.operator.probe.JobProgress;
import io.modeldeployment.operator.probe.PodProbe;
import io.modeldeployment.operator.reconcile.backup.BackupCare;
import io.modeldeployment.operator.reconcile.backup.RestoreSource;
import io.modeldeployment.operator.reconcile.rights.Denials;
import io.modeldeployment.operator.reconcile.rights.Failures;
import io.modeldeployment.operator.resources.AntiAffinity;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.resources.Policies;
import io.modeldeployment.operator.resources.RevisionContent;
import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.rollout.Observation;
import io.modeldeployment.operator.rollout.Plan;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Rollout;
import io.modeldeployment.operator.rollout.RolloutPlanner;
import io.modeldeployment.operator.rollout.RolloutPolicy;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.status.AutoscalerReport;
import io.modeldeployment.operator.status.ErrorStatus;
import io.modeldeployment.operator.status.RolloutCodec;
import io.modeldeployment.operator.status.SchedulableReport;
import io.modeldeployment.operator.status.StatusProjection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The order of work of one pass: observe, plan, act, write the status, come back when the plan says so. */
@ControllerConfiguration(
        name = "modeldeployment",
        fieldManager = Labels.MANAGER,
        generationAwareEventProcessing = false)
public final class ModelDeploymentReconciler implements Reconciler<ModelDeployment> {
    /** The least time between two passes that follow from each other: the caches need a moment to see our writes. */
    private static final Duration BREATH = Duration.ofMillis(200);

    private final Clock clock;
    private final String serverImage;
    private final Observer observer;
    private final CandidateJudge judge;
    private final TrafficWatch traffic;
    private final RecoveryWatch recoveries;
    private final GatewayApi gateways = new GatewayApi();
    private final JobProgress progress = new HttpJobProgress();
    private final RoomWatch rooms = new RoomWatch();
    private Optional<Caches> caches = Optional.empty();

    /**
     * Makes a reconciler.
     *
     * @param clock the time of every decision
     * @param serverImage image of pods whose spec names none
     * @param probe asks candidates' pods
     * @param judges look at what candidates do
     */
    public ModelDeploymentReconciler(Clock clock, String serverImage, PodProbe probe, Judges judges) {
        this.clock = clock;
        this.serverImage = serverImage;
        this.observer = new Observer(probe);
        this.judge = new CandidateJudge(judges);
        this.traffic = new TrafficWatch(judges.shares());
        this.recoveries = new RecoveryWatch(probe);
    }

    @Override
    public List<EventSource<?, ModelDeployment>> prepareEventSources(EventSourceContext<ModelDeployment> context) {
        var followed = Caches.of(context);
        caches = Optional.of(followed);
        return Stream.concat(followed.sources(), Stream.of(rooms.follow())).toList();
    }

    @Override
    public UpdateControl<ModelDeployment> reconcile(ModelDeployment given, Context<ModelDeployment> context) {
        Instant now = clock.instant();
        Effective effective = Effective.of(given);
        ModelDeployment resource = effective.resource();
        var denials = new Denials();
        Caches.Sighted sighted = caches.orElseThrow().look(resource, context.getClient(), denials);
        Sight sight = Sight.of(resource, context, gateways.look(resource, context, now));
        RevisionContent content = RevisionContent.of(resource.getSpec());
        int collisions = collisions(content, sight, resource);
        RolloutPolicy policy = Policies.of(resource.getSpec(), content.hash(collisions));
        Rollout rollout = RolloutCodec.read(resource.getStatus());
        Optional<RevisionHash> candidate =
                rollout.state().map(RolloutState::candidateRevision).orElse(Optional.of(policy.wanted()));

        String name = resource.getMetadata().getName();
        var jobs = new AnalysisJobs(resource, sight.jobs());
        CandidateJudge.Known known = judge.judge(resource, policy, rollout.state(), sight, jobs, now);
        RecoveryWatch.Outcome recovery = recoveries.look(
                new RecoveryWatch.Scene(
                        effective, policy.wanted(), rollout, sight, context.getSecondaryResources(ModelBackup.class)),
                now);
        var storage = new ModelStorage(
                resource, sight, new FetchJobs(context.getClient(), progress), new RestoreSource(resource, context));
        ModelStorage.Outcome model = storage.look(policy.wanted(), rollout.state(), now);
        var care = new BackupCare(resource, context);
        var scene = new BackupScene(resource, sight, policy.wanted());
        Optional<CarePlan> backups = care.look(scene.of(rollout.state(), () -> others(resource, context)), now);
        var wish = new ActionExecutor.Wish(policy.wanted(), content, storage.placed(content), serverImage);
        var rolling = new RoomWatch.Rolling(
                resource,
                policy,
                rollout.state(),
                () -> wish.template(name, AntiAffinity.of(resource.getSpec())),
                context.getClient());
        Observation seen = rooms.look(
                rolling,
                observer.observe(name, sight, candidate)
                        .judged(known.judgements())
                        .cleared(Clearance.all(List.of(model.clearance(), BackupScene.clearance(backups))))
                        .rescued(recovery.rescue()),
                sight,
                now);
        Plan plan = RolloutPlanner.plan(policy, rollout, seen, action(resource), now);
        Optional<RevisionHash> stable = plan.next().state().flatMap(RolloutState::stableRevision);
        Colors colors = Colors.of(sight, stable, policy.strategy().kind());
        new ActionExecutor(resource, sight, new ActionExecutor.Wanted(wish, colors), context)
                .execute(plan.actions(), denials, now);
        var writer = new OwnedWriter(resource, context);
        var made = new ModelStorage.Made(plan.next().state(), serverImage);
        var aid = new FirstAid(resource, context.getClient(), recovery);
        boolean wasHelped = aid.give(sight, denials, now);
        if (sighted.runsJobs()) {
            denials.attempt(() -> jobs.settle(writer));
        }
        if (sighted.storesModels()) {
            denials.attempt(() -> storage.settle(model, made, writer));
        }
        if (sighted.keepsBackups()) {
            denials.attempt(() -> backups.ifPresent(care::act));
        }

        if (sighted.cachesOnNodes()) {
            denials.attempt(() ->
                    new NodeCaches(resource, writer, context).keep(plan.next().state(), sight, wish));
        }

        RequestShare share = traffic.look(resource, plan, new TrafficWatch.Scene(sight, seen), now);
        Optional<AutoscalerReport> autoscaler = new Autoscalers(resource, context).keep(sighted.scales());
        Optional<SchedulableReport> schedulable = rooms.report(rolling, seen, sight, now);
        var facts = new StatusProjection.Facts(
                Labels.NAME + "=" + name,
                stable.flatMap(colors::of),
                collisions,
                known.status(),
                autoscaler,
                wasHelped ? aid.status() : aid.before(),
                storage.projection(model),
                schedulable,
                backups,
                denials.message());
        var projection = new StatusProjection(resource, policy, seen, now);
        Function<Optional<Integer>, ModelDeploymentStatus> status =
                requests -> projection.withRequests(requests).of(plan, facts);
        if (!status.apply(share.shown()).equals(resource.getStatus())) {
            writeStatus(resource, status.apply(share.latest()), context);
        }
        return reschedule(Stream.of(
                plan.recheckAfter(),
                share.recheckAfter(),
                recovery.recheckAfter(),
                model.recheckAfter(),
                backups.flatMap(CarePlan::recheckAfter),
                denials.recheckAfter(),
                Autoscalers.lookAgain(resource, autoscaler)));
    }

    private static Stream<ModelDeployment> others(ModelDeployment resource, Context<ModelDeployment> context) {
        var own = resource.getMetadata();
        return context.getPrimaryCache()
                .list(other -> other.getMetadata().getNamespace().equals(own.getNamespace())
                        && !other.getMetadata().getName().equals(own.getName()));
    }

    /** How often the hash of this content belonged to other content (rule 18). */
    private static int collisions(RevisionContent content, Sight sight, ModelDeployment resource) {
        var status = resource.getStatus();
        int collisions = status == null || status.collisionCount() == null ? 0 : status.collisionCount();
        String canonical = content.canonical();
        while (Optional.ofNullable(sight.stored().get(content.hash(collisions)))
                .filter(stored -> !stored.content().isEmpty())
                .filter(stored -> !stored.content().equals(canonical))
                .isPresent()) {
            collisions++;
        }
        return collisions;
    }

    private static Optional<String> action(ModelDeployment resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ModelDeployment.ACTION_ANNOTATION));
    }

    private static void writeStatus(
            ModelDeployment resource, ModelDeploymentStatus status, Context<ModelDeployment> context) {
        PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, withStatus(resource, status), context);
    }

    /** Nothing but the status, so that server-side apply claims no other field. */
    private static ModelDeployment withStatus(ModelDeployment resource, ModelDeploymentStatus status) {
        var fresh = new ModelDeployment();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }

    private static UpdateControl<ModelDeployment> reschedule(Stream<Optional<Duration>> waits) {
        UpdateControl<ModelDeployment> control = UpdateControl.noUpdate();
        waits.flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .ifPresent(wait -> control.rescheduleAfter(wait.compareTo(BREATH) < 0 ? BREATH : wait));
        return control;
    }

    /** What a person can mend is said in the status; what passes by itself is only tried again. */
    @Override
    public ErrorStatusUpdateControl<ModelDeployment> updateErrorStatus(
            ModelDeployment resource, Context<ModelDeployment> context, Exception error) {
        return Failures.problem(error, context.getRetryInfo())
                .map(problem -> ErrorStatus.of(resource, problem, clock.instant()))
                .filter(status -> !status.equals(resource.getStatus()))
                .map(status -> ErrorStatusUpdateControl.patchStatus(withStatus(resource, status)))
                .orElse(ErrorStatusUpdateControl.noStatusUpdate());
    }
}
