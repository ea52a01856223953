package io.modeldeployment.operator.reconcile;

import io.modeldeployment.api.v1.BackupSource;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelSource;
import io.modeldeployment.api.v1.ModelSpec;
import io.modeldeployment.operator.recovery.StandIn;
import io.modeldeployment.operator.resources.RevisionContent;
import io.modeldeployment.operator.status.RecoveryCodec;
import java.util.Optional;

/**
 * What a ModelDeployment asks for at present: its spec, or that with a backup in its model's place, while recovery has put one there and
 * the spec asks for what it asked for then.
 *
 * @param resource with the spec that counts
 * @param standIn the backup, if one counts
 * @param given with the spec as it is written
 */
record Effective(ModelDeployment resource, Optional<StandIn> standIn, ModelDeployment given) {
    static Effective of(ModelDeployment given) {
        Optional<StandIn> standIn = RecoveryCodec.standIn(given.getStatus())
                .filter(known -> known.insteadOf().equals(hash(given)));
        return new Effective(standIn.map(known -> with(given, known)).orElse(given), standIn, given);
    }

    /** Hash of what the spec asks for as it is written. */
    String own() {
        return hash(given);
    }

    private static String hash(ModelDeployment given) {
        return RevisionContent.of(given.getSpec()).hash(0).value();
    }

    private static ModelDeployment with(ModelDeployment given, StandIn standIn) {
        ModelSpec model = given.getSpec().model();
        var source = ModelSource.of(new BackupSource(standIn.backup()));
        var effective = new ModelDeployment();
        effective.setMetadata(given.getMetadata());
        effective.setStatus(given.getStatus());
        effective.setSpec(given.getSpec()
                .with(new ModelSpec(
                        model.name(), model.task(), source, standIn.digest(), model.storage(), model.nodeCache())));
        return effective;
    }
}
