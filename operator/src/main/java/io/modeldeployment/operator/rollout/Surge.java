package io.modeldeployment.operator.rollout;

/** Where the devices of a candidate's pods come from (rule 19). */
public enum Surge {
    /** They need none, or shall find free ones before the progress deadline. */
    FREE,
    /** Free ones while there are any, else those that stable gives up. */
    AUTO,
    /** Those that stable gives up, so that no more are used than before. */
    REPLACE,
    /** Free ones: nothing starts before there are enough for all of the rollout. */
    QUEUE
}
