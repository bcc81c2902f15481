package io.holdout.coordinator.web;

/** A request is not answered with what it asks for, but with a problem. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refused(int status, String code, String detail) {
        this(Problem.of(status, code, detail));
    }

    Refused(Problem problem) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
