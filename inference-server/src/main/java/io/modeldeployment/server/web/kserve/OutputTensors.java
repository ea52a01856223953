package io.modeldeployment.server.web.kserve;

import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.InvalidInputException;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.scoring.LabelScore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The tensors that a model can answer with. */
final class OutputTensors {
    private static final String LABEL = "label";
    private static final String SCORE = "score";
    private static final String LOGITS = "logits";
    private static final String PROBABILITIES = "probabilities";
    private static final String EMBEDDING = "embedding";
    private static final Set<String> OF_CLASSIFIERS = new LinkedHashSet<>(List.of(LABEL, SCORE, LOGITS, PROBABILITIES));

    private final InferenceService service;

    OutputTensors(InferenceService service) {
        this.service = service;
    }

    /**
     * Describes them all.
     *
     * @return name, type and shape of each; -1 stands for a number that the request decides
     */
    List<ModelMetadata.Tensor> describe() {
        int size = service.model().outputSize();
        if (embeds()) {
            return List.of(new ModelMetadata.Tensor(EMBEDDING, "FP32", List.of(-1, size)));
        }
        return List.of(
                new ModelMetadata.Tensor(LABEL, "BYTES", List.of(-1)),
                new ModelMetadata.Tensor(SCORE, "FP32", List.of(-1)),
                new ModelMetadata.Tensor(LOGITS, "FP32", List.of(-1, size)),
                new ModelMetadata.Tensor(PROBABILITIES, "FP32", List.of(-1, size)));
    }

    /**
     * The outputs to answer with.
     *
     * @param asked names from the request, empty for the usual ones
     * @throws InvalidInputException when the model has no such output
     */
    List<String> choose(List<String> asked) {
        Set<String> known = embeds() ? Set.of(EMBEDDING) : OF_CLASSIFIERS;
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new InvalidInputException(
                        "outputs",
                        "\"outputs\" names an output that this model has not: choose from " + String.join(", ", known)
                                + ".");
            }
        }
        if (!asked.isEmpty()) {
            return List.copyOf(new LinkedHashSet<>(asked));
        }
        return embeds() ? List.of(EMBEDDING) : List.of(LABEL, SCORE);
    }

    /**
     * Puts answers into tensors.
     *
     * @param names what {@link #choose} returned
     * @param answers at least one
     * @param ranked whether the request said how many labels it wants, which gives label and score a second dimension
     */
    List<InferResponse.Tensor> of(List<String> names, List<Answer> answers, boolean ranked) {
        return names.stream().map(name -> tensor(name, answers, ranked)).toList();
    }

    private boolean embeds() {
        return service.model().head() instanceof Head.Embedding;
    }

    private InferResponse.Tensor tensor(String name, List<Answer> answers, boolean ranked) {
        if (name.equals(EMBEDDING)) {
            return rows(name, answers, answer -> ((Answer.Embedding) answer).vector());
        }
        List<Answer.Classification> classified =
                answers.stream().map(Answer.Classification.class::cast).toList();
        return switch (name) {
            case LOGITS -> rows(name, classified, Answer.Classification::logits);
            case PROBABILITIES -> rows(name, classified, this::scores);
            case SCORE -> InferResponse.Tensor.floats(name, labelShape(classified, ranked), scores(classified));
            default ->
                InferResponse.Tensor.strings(
                        name,
                        labelShape(classified, ranked),
                        classified.stream()
                                .flatMap(answer -> answer.labels().stream())
                                .map(LabelScore::label)
                                .toList());
        };
    }

    /** The score of each label by class index: its probability, or what a regression puts out. */
    private float[] scores(Answer.Classification answer) {
        double[] exact = ((Head.Classifier) service.model().head()).scoring().scores(answer.logits());
        float[] rounded = new float[exact.length];
        for (int i = 0; i < exact.length; i++) {
            rounded[i] = (float) exact[i];
        }
        return rounded;
    }

    private static List<Integer> labelShape(List<Answer.Classification> answers, boolean ranked) {
        return ranked ? List.of(answers.size(), answers.getFirst().labels().size()) : List.of(answers.size());
    }

    private static float[] scores(List<Answer.Classification> answers) {
        List<LabelScore> scores =
                answers.stream().flatMap(answer -> answer.labels().stream()).toList();
        float[] data = new float[scores.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = scores.get(i).score();
        }
        return data;
    }

    private static <A> InferResponse.Tensor rows(String name, List<A> answers, Function<A, float[]> row) {
        int width = row.apply(answers.getFirst()).length;
        float[] data = new float[answers.size() * width];
        for (int i = 0; i < answers.size(); i++) {
            System.arraycopy(row.apply(answers.get(i)), 0, data, i * width, width);
        }
        return InferResponse.Tensor.floats(name, List.of(answers.size(), width), data);
    }
}
