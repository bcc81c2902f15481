package io.holdout.protocol.failure;

/** Carries a typed {@link Failure} out of code that cannot go on. Its message names the file, place and value found. */
public final class HoldoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public HoldoutException(Failure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    /** A failure keeps only the start of a long text; the exception tells all of it. */
    private HoldoutException(Failure failure, String whole) {
        super(whole);
        this.failure = failure;
    }

    public HoldoutException(Failure failure, Throwable cause) {
        super(failure.toString(), cause);
        this.failure = failure;
    }

    /** Bad input of the user: data, configuration, arguments. */
    public static HoldoutException user(String code, String message) {
        return new HoldoutException(new Failure(FailureClass.USER, code, message), code + ": " + message);
    }

    /** The environment failed: disk, network, process. */
    public static HoldoutException infrastructure(String code, String message, Throwable cause) {
        return new HoldoutException(new Failure(FailureClass.INFRASTRUCTURE, code, message), cause);
    }

    public Failure failure() {
        return failure;
    }
}
