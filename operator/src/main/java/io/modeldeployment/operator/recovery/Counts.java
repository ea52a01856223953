package io.modeldeployment.operator.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How the pods of one revision answered so far. A remedy uses up every count that there was before it: the next one needs as many
 * failures again. When that was is read from what is persisted, so that a count is used up exactly where its remedy is remembered.
 *
 * @param revision whose pods they are
 * @param askedAt when they were asked last
 * @param pods that were asked
 */
public record Counts(String revision, Instant askedAt, List<PodHealth> pods) {
    /** A pass may come a little early. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    public Counts {
        pods = List.copyOf(pods);
    }

    /** Those of a revision of which nothing is known. */
    public static Counts none(String revision) {
        return new Counts(revision, Instant.EPOCH, List.of());
    }

    /** These, if they are of {@code wanted}: how another revision did says nothing about it. */
    public Counts about(String wanted) {
        return revision.equals(wanted) ? this : none(wanted);
    }

    /** What the next answers are counted on from; nothing where a remedy followed on the last ones. */
    public Counts since(Past past) {
        return isUsedUp(past) ? new Counts(revision, askedAt, List.of()) : this;
    }

    /** How the pods do that are there now. Empty where a remedy followed on the last answers: not even that all is well is known. */
    public Optional<List<PodHealth>> health(Collection<String> present, Past past) {
        return isUsedUp(past)
                ? Optional.empty()
                : Optional.of(present.stream().map(this::of).toList());
    }

    /** What is known of the pod; where that is nothing, it has not failed. */
    public PodHealth of(String pod) {
        return pods.stream()
                .filter(known -> known.pod().equals(pod))
                .findFirst()
                .orElseGet(() -> new PodHealth(pod, 0, Optional.empty()));
    }

    /** When the pods are to be asked again: also a remedy gets an interval to show, and the caches time to see it. */
    public Instant nextAt(RecoveryPolicy policy, Past past) {
        return past.at().filter(askedAt::isBefore).orElse(askedAt).plus(policy.interval());
    }

    /** Whether the pods are to be asked in this pass. */
    public boolean isDue(RecoveryPolicy policy, Past past, Instant now) {
        return !now.plus(TOLERANCE).isBefore(nextAt(policy, past));
    }

    private boolean isUsedUp(Past past) {
        return past.at().filter(at -> !at.isBefore(askedAt)).isPresent();
    }
}
