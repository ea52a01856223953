package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.modeldeployment.api.v1.BackupSource;
import io.modeldeployment.api.v1.HttpSource;
import io.modeldeployment.api.v1.HuggingFaceSource;
import io.modeldeployment.api.v1.ModelSource;
import io.modeldeployment.api.v1.S3Source;
import io.modeldeployment.api.v1.SecretKeyReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is fetched or restored from.
 *
 * @param title for people, without what may be a signature
 * @param source without its Secrets: equal for equal models
 * @param secrets what the job is given of Secrets
 */
record ModelOrigin(String title, ModelSource source, List<EnvVar> secrets) {
    /** Empty: the kubelet brings it. */
    static Optional<ModelOrigin> of(ModelSource source) {
        return Stream.of(
                        Optional.ofNullable(source.huggingFace()).map(ModelOrigin::hub),
                        Optional.ofNullable(source.http()).map(ModelOrigin::web),
                        Optional.ofNullable(source.s3()).map(ModelOrigin::bucket),
                        Optional.ofNullable(source.backup()).map(ModelOrigin::backup))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** As {@code modelserver model fetch} reads it. */
    String json() {
        return CanonicalForm.of(source);
    }

    private static ModelOrigin hub(HuggingFaceSource hub) {
        var open = new HuggingFaceSource(hub.repository(), hub.revision(), hub.endpoint(), hub.allowHttp(), null);
        return new ModelOrigin(
                hub.repository() + "@" + Optional.ofNullable(hub.revision()).orElse("main"),
                new ModelSource(null, null, open, null, null, null),
                token("HF_TOKEN", hub.tokenSecretRef()));
    }

    private static ModelOrigin web(HttpSource web) {
        var open = new HttpSource(web.url(), web.sha256(), web.allowHttp(), null);
        int query = web.url().indexOf('?');
        return new ModelOrigin(
                query < 0 ? web.url() : web.url().substring(0, query),
                new ModelSource(null, null, null, open, null, null),
                token("HTTP_TOKEN", web.tokenSecretRef()));
    }

    private static ModelOrigin bucket(S3Source bucket) {
        var open = new S3Source(
                bucket.bucket(), bucket.prefix(), bucket.endpoint(), bucket.region(), bucket.allowHttp(), null);
        List<EnvVar> secrets = bucket.credentialsSecretRef() == null
                ? List.of()
                : Stream.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
                        .map(key -> secret(key, bucket.credentialsSecretRef().name(), key, key.contains("SESSION")))
                        .toList();
        return new ModelOrigin(
                "s3://" + bucket.bucket() + "/"
                        + Optional.ofNullable(bucket.prefix()).orElse(""),
                new ModelSource(null, null, null, null, open, null),
                secrets);
    }

    private static ModelOrigin backup(BackupSource backup) {
        return new ModelOrigin("the backup " + backup.name(), ModelSource.of(backup), List.of());
    }

    /** Name of the ModelBackup; empty where the model is fetched. */
    Optional<String> backup() {
        return Optional.ofNullable(source.backup()).map(BackupSource::name);
    }

    private static List<EnvVar> token(String name, @Nullable SecretKeyReference reference) {
        return reference == null
                ? List.of()
                : List.of(secret(
                        name,
                        reference.name(),
                        Optional.ofNullable(reference.key()).orElse("token"),
                        false));
    }

    private static EnvVar secret(String name, String secret, String key, boolean optional) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(key, secret, optional ? true : null)
                .endValueFrom()
                .build();
    }
}
