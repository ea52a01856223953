package io.modeldeployment.operator.reconcile.rights;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.modeldeployment.operator.status.ErrorStatus.Problem;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pass that ended with an exception says in a status. */
public final class Failures {
    private static final int UNPROCESSABLE = 422;

    /** Tries in a row after which a failure no longer counts as one that passes: with the pauses of the retry, some seconds. */
    private static final int LASTING = 3;

    private Failures() {}

    /**
     * The reason and what to do. What a person can mend is said at once, anything else once it lasts; empty until then.
     *
     * @param error how the pass ended
     * @param retry which try it was
     */
    public static Optional<Problem> problem(Throwable error, Optional<RetryInfo> retry) {
        return causes(error)
                .flatMap(cause -> known(cause).stream())
                .findFirst()
                .or(() ->
                        retry.filter(info -> info.getAttemptCount() >= LASTING).map(_ -> lasting(error)));
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
    }

    private static Optional<Problem> known(Throwable cause) {
        return switch (cause) {
            case NameTakenException taken -> Optional.of(new Problem("NameTaken", String.valueOf(taken.getMessage())));
            case KubernetesClientException api
            when api.getCode() == HttpURLConnection.HTTP_FORBIDDEN ->
                Optional.of(new Problem(
                        "Forbidden", Denial.of(api).map(Denial::message).orElseGet(() -> words(api))));
            case KubernetesClientException api
            when api.getCode() == UNPROCESSABLE -> Optional.of(new Problem("Invalid", words(api)));
            default -> Optional.empty();
        };
    }

    private static Problem lasting(Throwable error) {
        return causes(error)
                .filter(KubernetesClientException.class::isInstance)
                .map(KubernetesClientException.class::cast)
                .findFirst()
                .map(api -> new Problem(
                        "APIServerError",
                        "The API server does not do what the operator asks, which is tried again until it does: "
                                + words(api)))
                .orElseGet(() -> new Problem(
                        "InternalError",
                        "The operator fails, and tries again; its log has the details, please report them: "
                                + causes(error).reduce(error, (_, cause) -> cause)));
    }

    /** What the API server said, without the request. */
    public static String words(KubernetesClientException api) {
        return Optional.ofNullable(api.getStatus()).map(Status::getMessage).orElse(String.valueOf(api.getMessage()));
    }
}
