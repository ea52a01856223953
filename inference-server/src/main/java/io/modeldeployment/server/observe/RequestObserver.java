package io.modeldeployment.server.observe;

import io.modeldeployment.server.inference.RequestListener;

/** Decides who follows a request. */
public interface RequestObserver {
    /** Follows nothing. */
    RequestObserver NONE = _ -> RequestListener.NONE;

    /**
     * A request came in, on the current thread.
     *
     * @return is told how it goes
     */
    RequestListener begin(RequestHead head);

    /** Lets both follow, the first one first. */
    static RequestObserver both(RequestObserver first, RequestObserver second) {
        if (second == NONE) {
            return first;
        }
        return first == NONE ? second : head -> RequestListener.both(first.begin(head), second.begin(head));
    }
}
