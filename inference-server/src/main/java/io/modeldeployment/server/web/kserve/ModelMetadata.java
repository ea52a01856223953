package io.modeldeployment.server.web.kserve;

import java.util.List;

/**
 * What the protocol tells of a model.
 *
 * @param name its name
 * @param versions its revision alone
 * @param platform engine and format, as {@code project_format}
 * @param inputs the tensors to send
 * @param outputs the tensors to ask for
 */
record ModelMetadata(String name, List<String> versions, String platform, List<Tensor> inputs, List<Tensor> outputs) {
    /**
     * A tensor's description.
     *
     * @param name its name
     * @param datatype the protocol's word for its type
     * @param shape its dimensions, -1 for one that varies
     */
    record Tensor(String name, String datatype, List<Integer> shape) {}
}
