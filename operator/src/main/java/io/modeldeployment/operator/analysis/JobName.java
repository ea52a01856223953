package io.modeldeployment.operator.analysis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of jobs: the same for the same check of the same try, so that a job made before a crash is found again (rule 13). */
final class JobName {
    /** So that the names of pods, which Kubernetes makes by adding to it, are those of the job too. */
    private static final int MOST = 52;

    private static final int DIGEST = 10;

    private JobName() {}

    static String of(AnalysisKey key, Check check) {
        String end = "-" + digest(key + " " + check);
        String begin = key.name() + "-" + check.name();
        return begin.substring(0, Math.min(begin.length(), MOST - end.length())).replaceAll("-+$", "") + end;
    }

    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
