package io.modeldeployment.operator.rollout;

/** What the gateways have made of the HTTPRoute as it is now (rule 11). */
public sealed interface Programming {
    /** CamelCase word for conditions. */
    String reason();

    /** Every gateway that it names has accepted exactly this generation of it. */
    record Programmed() implements Programming {
        @Override
        public String reason() {
            return "Programmed";
        }
    }

    /** A gateway has not answered to this generation yet. */
    record Pending(String reason, String message) implements Programming {}

    /** A gateway has refused it, or there is none. */
    record Refused(String reason, String message) implements Programming {}

    /** There is none, and none can be written: the API server does not know HTTPRoutes, or does not let us. */
    record Unavailable(String reason, String message) implements Programming {}
}
