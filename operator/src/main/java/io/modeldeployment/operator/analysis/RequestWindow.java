package io.modeldeployment.operator.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The requests that both revisions counted lately: in the last {@value #LATELY} blocks, or as far back as it takes to have enough of
 * them to speak of a share.
 *
 * @param blocks oldest first
 */
record RequestWindow(List<Block> blocks) {
    static final RequestWindow EMPTY = new RequestWindow(List.of());

    /** Blocks that count in any case. */
    static final int LATELY = 12;
    /** The share of fewer requests says little. */
    static final int ENOUGH = 50;
    /** However few come, older blocks are forgotten. */
    static final int MOST = 720;

    private static final double CLEAR_POINTS = 5;
    /** So many standard errors are hardly ever chance, however often one looks. */
    private static final double CLEAR_ERRORS = 4;

    /** Requests between two readings. */
    record Block(long stable, long candidate) {
        long requests() {
            return stable + candidate;
        }
    }

    RequestWindow {
        blocks = List.copyOf(blocks);
    }

    /** With one more block, and without those that are not needed any more. */
    RequestWindow next(Block block) {
        List<Block> kept = new ArrayList<>(blocks);
        kept.add(block);
        long requests = kept.stream().mapToLong(Block::requests).sum();
        while (kept.size() > MOST
                || kept.size() > LATELY && requests - kept.getFirst().requests() >= ENOUGH) {
            requests -= kept.removeFirst().requests();
        }
        return new RequestWindow(kept);
    }

    /** The candidate's share in percent; empty while there are too few requests. */
    Optional<Integer> percent() {
        return requests() < ENOUGH ? Optional.empty() : Optional.of((int) Math.round(100 * share()));
    }

    /** Whether the share is another than {@code percent}, by more than chance and by more than anybody would overlook. */
    boolean isClearlyNot(int percent) {
        double share = share();
        double standardError = 100 * Math.sqrt(share * (1 - share) / requests());
        return Math.abs(100 * share - percent) >= Math.max(CLEAR_POINTS, CLEAR_ERRORS * standardError);
    }

    private double share() {
        return blocks.stream().mapToLong(Block::candidate).sum() / (double) requests();
    }

    private long requests() {
        return blocks.stream().mapToLong(Block::requests).sum();
    }
}
