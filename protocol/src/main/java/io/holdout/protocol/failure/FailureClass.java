package io.holdout.protocol.failure;

/** Why an attempt ended without a result; each class has its own retry budget. */
public enum FailureClass {
    /** Node lost, process killed, lease expired, disk or network error: says nothing about the trial. */
    INFRASTRUCTURE,
    /** Out of memory on the device or host: another, larger slot may succeed. */
    RESOURCE,
    /** A loss or gradient became NaN or infinite. */
    NUMERIC,
    /** Bad data or configuration: repeating cannot help. */
    USER,
    /** A defect of this software. */
    BUG
}
