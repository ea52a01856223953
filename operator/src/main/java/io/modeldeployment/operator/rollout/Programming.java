package io.modeldeployment.operator.rollout;

/** What the gateways have made of the HTTPRoute as it is now (rule 11). */
public sealed interface Programming {
    /** Every gateway that it names has accepted exactly this generation of it. */
    record Programmed() implements Programming {}

    /** A gateway has not answered to this generation yet. */
    record Pending(String reason, String message) implements Programming {}

    /** A gateway has refused it, or there is none. */
    record Refused(String reason, String message) implements Programming {}

    /** The API server does not know HTTPRoutes. */
    record NotInstalled(String message) implements Programming {}
}
