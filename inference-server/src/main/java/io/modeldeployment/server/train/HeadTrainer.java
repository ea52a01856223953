package io.modeldeployment.server.train;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Fits pooler and classifier to fixed features with Adam on the cross entropy, and keeps the weights of the epoch with the
 * lowest loss on mails held out from the training set. The same seed and features give the same weights on one machine.
 */
final class HeadTrainer {
    private static final String ENGINE = "PyTorch";
    private static final int BATCH = 64;
    private static final float DROPOUT = 0.3f;
    private static final int PATIENCE = 8;
    /** One mail in so many is held out to choose the epoch. */
    private static final int VALIDATION_SHARE = 10;

    private final long seed;
    private final int epochs;
    private final float learningRate;
    private final Consumer<String> progress;

    /**
     * @param seed decides the first weights, the order of the mails and the dropout
     * @param epochs most passes over the training mails, at least 1
     * @param learningRate Adam's step, above 0
     * @param progress takes a line now and then
     */
    HeadTrainer(long seed, int epochs, float learningRate, Consumer<String> progress) {
        this.seed = seed;
        this.epochs = epochs;
        this.learningRate = learningRate;
        this.progress = progress;
    }

    /**
     * Trains a head.
     *
     * @param data at least 20 mails, in an order that says nothing of their labels
     * @return the weights of the best epoch
     */
    HeadWeights train(LabelledFeatures data) {
        int held = Math.max(1, data.size() / VALIDATION_SHARE);
        Engine.getEngine(ENGINE).setRandomSeed(Math.floorMod(seed, Integer.MAX_VALUE));
        try (Model model = Model.newInstance("head", Device.cpu(), ENGINE)) {
            int hidden = data.features().getFirst().length;
            model.setBlock(block(hidden));
            DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optDevices(new Device[] {Device.cpu()})
                    .optOptimizer(Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(learningRate))
                            .build());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, hidden));
                return fit(trainer, data.tail(held), data.head(held));
            }
        }
    }

    private static Block block(int hidden) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(hidden).build())
                .add(Activation::tanh)
                .add(Dropout.builder().optRate(DROPOUT).build())
                .add(Linear.builder().setUnits(MailLabel.values().length).build());
    }

    private HeadWeights fit(Trainer trainer, LabelledFeatures train, LabelledFeatures held) {
        HeadWeights best = weights(trainer.getModel().getBlock());
        float lowest = Float.MAX_VALUE;
        int bestEpoch = 0;
        Random random = new Random(seed);
        for (int epoch = 1; epoch <= epochs && epoch - bestEpoch <= PATIENCE; epoch++) {
            epoch(trainer, train, random);
            float loss = loss(trainer, held);
            if (loss < lowest) {
                lowest = loss;
                bestEpoch = epoch;
                best = weights(trainer.getModel().getBlock());
            }
        }
        progress.accept(
                "head: best after epoch %d, loss %.4f on %d held-out mails".formatted(bestEpoch, lowest, held.size()));
        return best;
    }

    private static void epoch(Trainer trainer, LabelledFeatures train, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < train.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (int from = 0; from < order.size(); from += BATCH) {
            List<Integer> picked = order.subList(from, Math.min(from + BATCH, order.size()));
            try (NDManager manager = trainer.getManager().newSubManager();
                    GradientCollector gradients = trainer.newGradientCollector()) {
                NDArray logits =
                        trainer.forward(features(manager, train, picked)).singletonOrThrow();
                gradients.backward(trainer.getLoss().evaluate(labels(manager, train, picked), new NDList(logits)));
            }
            trainer.step();
        }
    }

    private static float loss(Trainer trainer, LabelledFeatures held) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            all.add(i);
        }
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList logits = trainer.evaluate(features(manager, held, all));
            return trainer.getLoss()
                    .evaluate(labels(manager, held, all), logits)
                    .getFloat();
        }
    }

    private static NDList features(NDManager manager, LabelledFeatures data, List<Integer> picked) {
        float[][] rows = picked.stream().map(data.features()::get).toArray(float[][]::new);
        return new NDList(manager.create(rows));
    }

    private static NDList labels(NDManager manager, LabelledFeatures data, List<Integer> picked) {
        long[] ids =
                picked.stream().mapToLong(i -> data.labels().get(i).ordinal()).toArray();
        return new NDList(manager.create(ids));
    }

    private static HeadWeights weights(Block block) {
        PairList<String, Parameter> parameters = block.getParameters();
        List<float[]> values = parameters.values().stream()
                .map(p -> p.getArray().toFloatArray())
                .toList();
        return new HeadWeights(values.get(1).length, values.get(0), values.get(1), values.get(2), values.get(3));
    }
}
