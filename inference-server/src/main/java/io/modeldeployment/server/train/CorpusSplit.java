package io.modeldeployment.server.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The corpus in two parts, by a hash of each mail's content and the seed: a mail stays on its side whatever else is added to
 * or taken from the corpus, so models trained on different sizes meet the same unseen mails.
 *
 * @param train mails to learn from, shuffled by the hash: any first part of them is a fair sample
 * @param test mails that no training run of this seed sees
 */
public record CorpusSplit(List<Mail> train, List<Mail> test) {
    private static final int TEST_PERCENT = 20;

    private record Placed(Mail mail, long hash) {}

    /**
     * Splits mails with distinct fingerprints.
     *
     * @param mails the corpus
     * @param seed another seed, another split
     * @return about 80 % to train and 20 % to test
     */
    public static CorpusSplit of(List<Mail> mails, long seed) {
        List<Placed> placed = mails.stream()
                .map(mail -> new Placed(mail, hash(seed, mail.fingerprint())))
                .sorted(Comparator.comparingLong(Placed::hash))
                .toList();
        List<Mail> train = new ArrayList<>();
        List<Mail> test = new ArrayList<>();
        for (Placed one : placed) {
            boolean tested = Math.floorMod(one.hash, 100) < TEST_PERCENT;
            (tested ? test : train).add(one.mail);
        }
        return new CorpusSplit(List.copyOf(train), List.copyOf(test));
    }

    private static long hash(long seed, String fingerprint) {
        byte[] digest = Sha256.newDigest().digest((seed + ":" + fingerprint).getBytes(StandardCharsets.UTF_8));
        long hash = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            hash = hash << Byte.SIZE | digest[i] & 0xff;
        }
        return hash;
    }
}
