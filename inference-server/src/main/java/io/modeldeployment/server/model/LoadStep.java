package io.modeldeployment.server.model;

import java.util.List;

/**
 * One call that hands a group of tensors over to the program.
 *
 * @param method the program's method to call
 * @param tensors its arguments, in order
 * @param bytes what the program keeps of them
 * @param keepsMemory whether the program goes on reading the given memory; otherwise it has copied what it needs
 */
public record LoadStep(String method, List<TensorInfo> tensors, long bytes, boolean keepsMemory) {
    public LoadStep {
        tensors = List.copyOf(tensors);
    }
}
