package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.modeldeployment.api.v1.JobSource;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.analysis.Jobs;
import io.modeldeployment.operator.analysis.Placeholders;
import io.modeldeployment.operator.analysis.Reading;
import io.modeldeployment.operator.resources.AnalysisJob;
import io.modeldeployment.operator.resources.JobPods;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The jobs of one ModelDeployment in one pass: reads what the cache has of them, then makes what is wanted and ends the rest. */
final class AnalysisJobs implements Jobs {
    private final ModelDeployment resource;
    private final Map<String, Job> seen;
    private final Map<String, Job> wanted = new LinkedHashMap<>();

    /** @param seen jobs that the ModelDeployment owns, by name */
    AnalysisJobs(ModelDeployment resource, Map<String, Job> seen) {
        this.resource = resource;
        this.seen = seen;
    }

    @Override
    public Optional<Reading> look(String name, JobSource source, Placeholders placeholders) {
        var job = new AnalysisJob(resource, source);
        wanted.put(name, job.render(name, placeholders::fill));
        return Optional.ofNullable(seen.get(name)).flatMap(found -> reading(found, job));
    }

    private static Optional<Reading> reading(Job found, AnalysisJob job) {
        if (JobPods.condition(found, "Complete").isPresent()) {
            return Optional.of(new Reading.Value(1));
        }
        return JobPods.condition(found, "Failed")
                .map(failed -> "DeadlineExceeded".equals(failed.getReason())
                        ? new Reading.None("the job %s did not end within %d s: see why by kubectl describe job/%s"
                                .formatted(
                                        found.getMetadata().getName(),
                                        job.timeout().toSeconds(),
                                        found.getMetadata().getName()))
                        : new Reading.Value(0));
    }

    /** Starts what was looked for and is not there, and ends what runs and nobody looks for any more. */
    void settle(OwnedWriter writer) {
        wanted.forEach((name, job) -> {
            if (!seen.containsKey(name)) {
                writer.apply(job, Optional.empty());
            }
        });
        seen.values().stream()
                .filter(job -> !wanted.containsKey(job.getMetadata().getName()) && !hasEnded(job))
                .forEach(job -> writer.delete(Optional.of(job)));
    }

    private static boolean hasEnded(Job job) {
        return job.getMetadata().getDeletionTimestamp() != null || JobPods.hasEnded(job);
    }
}
