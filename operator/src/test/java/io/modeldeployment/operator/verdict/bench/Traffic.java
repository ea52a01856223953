package io.modeldeployment.operator.verdict.bench;

import io.modeldeployment.operator.verdict.Chance;

/**
 * What users send and what happens to both revisions alike.
 *
 * @param name for the table
 * @param rate requests a second, in the mean of the tide
 * @param bursts whether in one block of twenty five times as much comes and answers take twice as long, and in another one
 *     twenty times as many fail
 * @param tide whether traffic, errors, latency and the mix of texts go up and down
 * @param jitter how much, as a deviation of the logarithm, the error rate of each revision wavers by itself from block to block, and
 *     a quarter of that its latency; above 0 this is not what the tests are made for
 * @param luck how much, as a deviation of the logarithm, the latency of each revision's pods wavers from half minute to half minute
 */
record Traffic(String name, double rate, boolean bursts, boolean tide, double jitter, double luck) {
    private static final double BURST = 0.05;

    static Traffic steady(double rate) {
        return new Traffic("%.0f/s".formatted(rate), rate, false, false, 0, 0);
    }

    /** How much longer everything takes on the pods that one revision happens to have. */
    double luck(Chance chance) {
        return luck == 0 ? 1 : Math.exp(luck * chance.normal());
    }

    /**
     * A few seconds of it.
     *
     * @param requests a mean
     * @param errors what the error rate is multiplied with
     * @param latency what the latency is multiplied with
     * @param shift how many more of the texts are of the first label
     */
    record Moment(double requests, double errors, double latency, double shift) {
        Moment wavering(double jitter, Chance chance) {
            return jitter == 0
                    ? this
                    : new Moment(
                            requests,
                            errors * Math.exp(jitter * chance.normal()),
                            latency * Math.exp(jitter / 4 * chance.normal()),
                            shift);
        }
    }

    Moment at(int second, int seconds, Chance chance) {
        double wave = tide ? Math.sin(second / 80.0) : 0;
        boolean burst = bursts && chance.happens(BURST);
        boolean outage = bursts && chance.happens(BURST);
        return new Moment(
                rate * seconds * (1 + 0.8 * wave) * (burst ? 5 : 1),
                (1 + 0.8 * wave) * (outage ? 20 : 1),
                (1 + 0.3 * wave) * (burst ? 2 : 1),
                0.1 * wave);
    }
}
