package io.modeldeployment.operator.status;

import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.api.v1.ModelStatus;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import io.modeldeployment.operator.storage.JobView.Progress;
import io.modeldeployment.operator.storage.ModelReport;
import io.modeldeployment.operator.storage.Provision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the status says of the wanted revision's model.
 *
 * @param source empty, as is all else: nothing is fetched
 */
public record ModelProjection(
        RevisionHash wantedBy, Optional<String> source, Optional<String> claim, Optional<Provision> provision) {
    private static final long STEPS = 100;

    /** Nothing is fetched for the revision. */
    public static ModelProjection none(RevisionHash revision) {
        return new ModelProjection(revision, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Nullable
    ModelStatus status() {
        return provision.map(known -> status(known.report())).orElse(null);
    }

    private ModelStatus status(ModelReport report) {
        boolean ready = report.phase() == ModelPhase.READY;
        Optional<Progress> progress = report.progress().filter(known -> known.bytesTotal() > 0);
        return new ModelStatus(
                wantedBy.value(),
                source.orElse(null),
                report.model()
                        .map(StoredModel::revision)
                        .filter(name -> !name.isEmpty())
                        .orElse(null),
                report.model().map(StoredModel::digest).orElse(null),
                claim.orElse(null),
                report.phase(),
                progress.map(ModelProjection::inSteps).orElse(null),
                progress.map(Progress::bytesTotal).orElse(null),
                ready ? null : report.message());
    }

    /** A download of hours shall not be as many writes as seconds. */
    private static long inSteps(Progress progress) {
        long step = Math.max(1, progress.bytesTotal() / STEPS);
        return progress.bytesDone() >= progress.bytesTotal()
                ? progress.bytesTotal()
                : progress.bytesDone() / step * step;
    }

    /** Adds the condition ModelResolved; there only where a model is fetched. */
    void addTo(Conditions conditions) {
        provision
                .map(Provision::report)
                .ifPresent(report -> conditions.add(
                        "ModelResolved", report.phase() == ModelPhase.READY, report.reason(), report.message()));
    }
}
