package io.modeldeployment.e2e.watch;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Looks anew at whatever an informer follows, each time that something in it changes and however it does. */
public record OnChange<T>(Runnable look) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T added) {
        look.run();
    }

    @Override
    public void onUpdate(T before, T after) {
        look.run();
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
        look.run();
    }
}
