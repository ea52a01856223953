package io.modeldeployment.server.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A Hugging Face model directory, read and checked as far as that goes without an engine.
 *
 * @param path the directory
 * @param config its {@code config.json}
 * @param tokenizer its {@code tokenizer.json}
 * @param tokenizerLimit {@code model_max_length} of its {@code tokenizer_config.json}, where that is a real limit
 * @param truncateLeft whether its tokenizer cuts long texts at their beginning
 * @param sentenceTransformer what sentence-transformers wrote beside the model, where it did
 */
public record ModelDirectory(
        Path path,
        ModelConfig config,
        Path tokenizer,
        OptionalInt tokenizerLimit,
        boolean truncateLeft,
        Optional<SentenceTransformer> sentenceTransformer) {
    private static final String CLASSIFIER_SUFFIX = "ForSequenceClassification";

    /**
     * Reads a directory.
     *
     * @throws ModelFormatException naming the first file that is missing or wrong
     */
    public static ModelDirectory read(Path path) {
        if (!Files.isDirectory(path)) {
            throw new ModelFormatException(path, "is no directory", "point --model at a Hugging Face model directory");
        }
        ModelConfig config = ModelConfig.read(path.resolve("config.json"));
        Path tokenizer = path.resolve("tokenizer.json");
        if (!Files.isRegularFile(tokenizer)) {
            throw new ModelFormatException(
                    tokenizer,
                    "is missing",
                    "save it with AutoTokenizer.from_pretrained(…).save_pretrained(directory)");
        }
        Optional<JsonFile> tokenizerConfig = JsonFile.readIfPresent(path.resolve("tokenizer_config.json"));
        return new ModelDirectory(
                path,
                config,
                tokenizer,
                tokenizerConfig.map(ModelDirectory::tokenizerLimit).orElse(OptionalInt.empty()),
                tokenizerConfig
                        .flatMap(json -> json.string("truncation_side"))
                        .orElse("right")
                        .equals("left"),
                SentenceTransformer.read(path));
    }

    // Hugging Face writes 1e30 for "no limit".
    private static OptionalInt tokenizerLimit(JsonFile json) {
        double limit = json.positiveDouble("model_max_length", Double.MAX_VALUE);
        return limit <= Integer.MAX_VALUE ? OptionalInt.of((int) limit) : OptionalInt.empty();
    }

    /** The most tokens of one text, special tokens included, that model and tokenizer take for this head. */
    public int tokenLimit(Head head) {
        IntStream limits = IntStream.of(config.positionLimit(), tokenizerLimit.orElse(Integer.MAX_VALUE));
        if (head instanceof Head.Embedding) {
            OptionalInt trained =
                    sentenceTransformer.map(SentenceTransformer::maxTokens).orElse(OptionalInt.empty());
            limits = IntStream.concat(limits, trained.stream());
        }
        return limits.min().orElseThrow();
    }

    /**
     * Decides what the model is served for.
     *
     * @param task what was asked for; {@link Task#AUTO} goes by {@code architectures} and {@code modules.json}
     * @param weights the directory's weights, whose classifier tells the number of labels where the configuration doesn't
     * @throws ModelFormatException when the directory does not fit the task, or does not say what it is
     */
    public Head head(Task task, Weights weights) {
        return switch (task) {
            case TEXT_CLASSIFICATION -> classifier(weights);
            case EMBEDDING -> embedding();
            case AUTO -> {
                if (isClassifier()) {
                    yield classifier(weights);
                }
                if (sentenceTransformer.isPresent()
                        || config.architectures().stream().allMatch(name -> name.endsWith("Model"))) {
                    yield embedding();
                }
                throw new ModelFormatException(
                        config.file(),
                        "architectures " + config.architectures() + " is neither a sequence classifier nor an encoder",
                        "say --task embedding to serve its hidden states, or use a …" + CLASSIFIER_SUFFIX + " model");
            }
        };
    }

    private boolean isClassifier() {
        return config.architectures().stream().anyMatch(name -> name.endsWith(CLASSIFIER_SUFFIX));
    }

    private Head embedding() {
        return sentenceTransformer
                .map(SentenceTransformer::head)
                .orElseGet(() -> new Head.Embedding(Pooling.MEAN, false));
    }

    private Head classifier(Weights weights) {
        Blueprint blueprint = config.blueprint();
        List<Dense> layers = blueprint.classifier(blueprint.basePrefix());
        long rows = weights.require(layers.getLast().name().module() + ".weight", -1, config.hiddenSize())
                .shape()
                .getFirst();
        List<String> labels = config.labels().isEmpty()
                ? IntStream.range(0, (int) rows)
                        .mapToObj(index -> "LABEL_" + index)
                        .toList()
                : config.labels();
        if (labels.size() != rows) {
            throw new ModelFormatException(
                    config.file(),
                    "id2label names " + labels.size() + " labels, the classifier has " + rows + " outputs",
                    "name each output once");
        }
        if (labels.isEmpty()) {
            throw new ModelFormatException(
                    config.file(), "the classifier has no outputs", "use a classifier of at least one label");
        }
        return new Head.Classifier(labels, ProblemType.scoring(config.problemType(), labels.size()));
    }
}
