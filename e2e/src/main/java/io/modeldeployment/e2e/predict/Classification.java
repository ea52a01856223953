package io.modeldeployment.e2e.predict;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A classifier's answer for one text.
 *
 * @param textIndex index of the text in a batch; 0 for a single one
 * @param predictions labels, best first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Classification(@JsonProperty("text_index") int textIndex, List<LabelScore> predictions) {
    /** The best label. */
    public LabelScore best() {
        return predictions.getFirst();
    }
}
