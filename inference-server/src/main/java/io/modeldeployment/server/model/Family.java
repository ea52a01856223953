package io.modeldeployment.server.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The checkpoint families this server computes, by the {@code model_type} of their configurations. */
public enum Family {
    BERT(_ -> BertBlueprint.BERT, "bert"),
    ROBERTA(_ -> BertBlueprint.ROBERTA, "roberta", "xlm-roberta", "camembert") {
        @Override
        int defaultPadTokenId() {
            return 1;
        }
    },
    DISTILBERT(_ -> BertBlueprint.DISTILBERT, "distilbert"),
    MPNET(MpNetBlueprint::read, "mpnet"),
    DEBERTA_V2(DebertaV2Blueprint::read, "deberta-v2") {
        @Override
        double defaultLayerNormEpsilon() {
            return 1e-7;
        }
    },
    MODERNBERT(ModernBertBlueprint::read, "modernbert") {
        @Override
        double defaultLayerNormEpsilon() {
            return 1e-5;
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // a method without state
    private final Function<JsonFile, Blueprint> reader;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> types;

    Family(Function<JsonFile, Blueprint> reader, String... types) {
        this.reader = reader;
        this.types = List.of(types);
    }

    static Optional<Family> ofModelType(String type) {
        return Arrays.stream(values())
                .filter(family -> family.types.contains(type))
                .findFirst();
    }

    static List<String> modelTypes() {
        return Arrays.stream(values()).flatMap(family -> family.types.stream()).toList();
    }

    /**
     * How a model of this family is built.
     *
     * @param json its {@code config.json}
     * @throws ModelFormatException when the file asks for something this server does not compute
     */
    Blueprint blueprint(JsonFile json) {
        return reader.apply(json);
    }

    /** The padding id that Hugging Face assumes where a configuration names none. */
    int defaultPadTokenId() {
        return 0;
    }

    /** The epsilon of layer norms that Hugging Face assumes where a configuration names none. */
    double defaultLayerNormEpsilon() {
        return 1e-12;
    }
}
