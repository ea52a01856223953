package io.modeldeployment.operator.rollout;

/** One pod of the simulated cluster; all counts are in passes. */
final class SimulatedPod {
    /** How the pods of a revision behave once they run. */
    enum Behaviour {
        /** Becomes ready and answers well. */
        GOOD,
        /** Dies each time it would become ready. */
        CRASHES,
        /** Becomes ready and answers wrongly. */
        ANSWERS_WRONGLY,
        /** Becomes ready and never answers. */
        SILENT,
        /** Finds no node. */
        PENDING
    }

    private static final int NEVER = -1;

    private final RevisionHash revision;
    private int passesToReady;
    private int readyFor = NEVER;
    private int passesToGone = NEVER;

    SimulatedPod(RevisionHash revision, int passesToReady) {
        this.revision = revision;
        this.passesToReady = passesToReady;
    }

    RevisionHash revision() {
        return revision;
    }

    boolean isTerminating() {
        return passesToGone != NEVER;
    }

    /** Whether it gets requests: ready and not told to go. */
    boolean isReady() {
        return readyFor >= 0 && !isTerminating();
    }

    boolean isReadyFor(int passes) {
        return isReady() && readyFor >= passes;
    }

    boolean isGone() {
        return passesToGone == 0;
    }

    void terminate(int passes) {
        if (!isTerminating()) {
            passesToGone = passes;
        }
    }

    /** Starts anew after a death of its container. */
    void restart(int startPasses) {
        readyFor = NEVER;
        passesToReady = startPasses;
    }

    /** Lives through one pass; says whether its container died in it. */
    boolean pass(Behaviour behaviour, int startPasses) {
        if (isTerminating()) {
            passesToGone--;
            return false;
        }
        if (readyFor >= 0) {
            readyFor++;
            return false;
        }
        if (behaviour == Behaviour.PENDING) {
            return false;
        }
        passesToReady--;
        if (passesToReady > 0) {
            return false;
        }
        if (behaviour == Behaviour.CRASHES) {
            restart(startPasses);
            return true;
        }
        readyFor = 0;
        return false;
    }
}
