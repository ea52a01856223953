package io.modeldeployment.operator.rollout;

/** Names one immutable version of the pods; a type of its own so that it is never mixed up with other strings. */
public record RevisionHash(String value) implements Comparable<RevisionHash> {
    @Override
    public int compareTo(RevisionHash other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
