package io.modeldeployment.server.train;

import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.model.Family;
import io.modeldeployment.server.model.ModelConfig;
import io.modeldeployment.server.model.ModelDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The steps from mails to a measured classifier on disk, in their order. */
final class TrainingRun {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KEY_LENGTH = 16;

    /**
     * Where to read and write.
     *
     * @param encoder Hugging Face directory of a BERT encoder
     * @param corpus directory of mails
     * @param output directory for the classifier
     * @param featureCache directory for the encoder's output, or null to keep none
     * @param testMails file for the mails held out for the test, or null to write none
     */
    record Places(
            Path encoder,
            Path corpus,
            Path output,
            @Nullable Path featureCache,
            @Nullable Path testMails) {}

    /**
     * What the classifier looks like.
     *
     * @param layers how many of the encoder's first layers to keep, or null for all
     * @param maxLength tokens a mail is cut to
     */
    record Shape(@Nullable Integer layers, int maxLength) {}

    /**
     * What to train.
     *
     * @param files where to read and write
     * @param shape what the classifier looks like
     * @param trainSize mails to train on, or null for all
     * @param fitting how to train it
     */
    record Settings(Places files, Shape shape, @Nullable Integer trainSize, Fitting fitting) {}

    /**
     * How the head is fitted.
     *
     * @param epochs most passes over the training mails
     * @param learningRate Adam's step
     * @param seed decides split and training
     */
    record Fitting(int epochs, float learningRate, long seed) {}

    private final Settings settings;
    private final Places files;
    private final Consumer<String> out;

    /**
     * @param settings what to train
     * @param out takes a line of progress or result
     */
    TrainingRun(Settings settings, Consumer<String> out) {
        this.settings = settings;
        this.files = settings.files;
        this.out = out;
    }

    /**
     * Trains, measures on the test part, and writes.
     *
     * @return the test part's confusion table
     * @throws IOException where a file cannot be read or written
     * @throws TrainingException where encoder or corpus don't do
     * @throws InterruptedException where the thread is interrupted
     */
    ConfusionTable run() throws IOException, InterruptedException {
        ModelDirectory encoder = encoder();
        int layers = layers(encoder.config());
        ClassifierDirectory classifier = new ClassifierDirectory(encoder, layers);
        MailCorpus corpus = MailCorpus.read(files.corpus);
        CorpusSplit split = CorpusSplit.of(corpus.mails(), settings.fitting.seed);
        List<Mail> train = trainingMails(split);
        out.accept("corpus: %d mails, %d copies and %d without text left out; %d to train on, %d to test"
                .formatted(
                        corpus.files(),
                        corpus.copies(),
                        corpus.unreadable(),
                        train.size(),
                        split.test().size()));
        if (files.testMails != null) {
            writeMails(files.testMails, split.test());
        }
        Map<String, float[]> features = features(classifier, key(layers, corpus.mails()), corpus.mails());
        Fitting fitting = settings.fitting;
        HeadWeights head = new HeadTrainer(fitting.seed, fitting.epochs, fitting.learningRate, out)
                .train(LabelledFeatures.of(train, features));
        classifier.write(files.output, head, settings.shape.maxLength);
        LabelledFeatures test = LabelledFeatures.of(split.test(), features);
        ConfusionTable table = ConfusionTable.of(test.labels(), new HeadClassifier(head).classify(test.features()));
        out.accept(table.report());
        return table;
    }

    private ModelDirectory encoder() {
        ModelDirectory encoder = ModelDirectory.read(files.encoder);
        if (encoder.config().family() != Family.BERT) {
            throw new TrainingException("--encoder " + files.encoder
                    + ": train-head writes BERT classifiers only; use a directory with model_type \"bert\"");
        }
        if (settings.shape.maxLength > encoder.config().positionLimit()) {
            throw new TrainingException("--max-length " + settings.shape.maxLength + ": the encoder takes at most "
                    + encoder.config().positionLimit() + " tokens");
        }
        return encoder;
    }

    private int layers(ModelConfig whole) {
        Integer layers = settings.shape.layers;
        if (layers == null) {
            return Math.max(1, whole.layers() - 1);
        }
        if (layers > whole.layers()) {
            throw new TrainingException("--layers " + layers + ": the encoder has " + whole.layers());
        }
        return layers;
    }

    private List<Mail> trainingMails(CorpusSplit split) {
        Integer size = settings.trainSize;
        if (size == null) {
            return split.train();
        }
        if (size > split.train().size()) {
            throw new TrainingException(
                    "--train-size " + size + ": there are only " + split.train().size() + " mails to train on");
        }
        return split.train().subList(0, size);
    }

    private Map<String, float[]> features(ClassifierDirectory classifier, String key, List<Mail> mails)
            throws IOException, InterruptedException {
        FeatureCache cache = files.featureCache == null ? null : new FeatureCache(files.featureCache, key);
        Optional<float[][]> stored = cache == null ? Optional.empty() : cache.read();
        float[][] rows;
        if (stored.isPresent()) {
            rows = stored.get();
            out.accept("features: %d taken from the cache".formatted(rows.length));
        } else {
            rows = compute(classifier, mails);
            if (cache != null) {
                cache.write(rows);
            }
        }
        Map<String, float[]> byFingerprint = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            byFingerprint.put(mails.get(i).fingerprint(), rows[i]);
        }
        return byFingerprint;
    }

    // What the head is trained on comes from the very encoder that is written and served, averaging layer and all.
    private float[][] compute(ClassifierDirectory classifier, List<Mail> mails)
            throws IOException, InterruptedException {
        Path staged = Files.createTempDirectory("encoder");
        try {
            classifier.writeEncoder(staged, settings.shape.maxLength);
            try (FrozenEncoder encoder = FrozenEncoder.open(ModelDirectory.read(staged), settings.shape.maxLength)) {
                List<TokenIds> tokens = mails.stream()
                        .map(mail -> encoder.tokenize(mail.text()))
                        .toList();
                Progress progress = new Progress("features", mails.size(), System::nanoTime, out);
                int threads = Runtime.getRuntime().availableProcessors();
                return new FeatureExtractor(encoder.backend(), threads, progress).extract(tokens);
            }
        } finally {
            deleteFlat(staged);
        }
    }

    private static void deleteFlat(Path directory) throws IOException {
        try (Stream<Path> written = Files.list(directory)) {
            for (Path file : written.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private String key(int layers, List<Mail> mails) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        for (String file : List.of("model.safetensors", "config.json", "tokenizer.json")) {
            digest.update(Sha256.ofFile(files.encoder.resolve(file)).getBytes(StandardCharsets.UTF_8));
        }
        for (Mail mail : mails) {
            digest.update(mail.text().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        String shape = layers + " " + settings.shape.maxLength;
        digest.update(shape.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_LENGTH);
    }

    private static void writeMails(Path file, List<Mail> mails) throws IOException {
        String lines = mails.stream()
                .map(mail -> JSON.writeValueAsString(
                        Map.of("text", mail.text(), "label", mail.label().text())))
                .collect(Collectors.joining("\n", "", "\n"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, lines);
    }
}
