package io.modeldeployment.server.backend;

/** How texts of unequal length share one forward pass. */
public enum BatchLayout {
    /** Laid end to end, without padding: no arithmetic on tokens that are not there. */
    PACKED,
    /** Filled up to the longest text and masked: the reference that packing is compared with. */
    PADDED
}
