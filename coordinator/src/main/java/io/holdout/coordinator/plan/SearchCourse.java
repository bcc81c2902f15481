package io.holdout.coordinator.plan;

import io.holdout.coordinator.search.Study;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** One search as far as it has come. Immutable. */
final class SearchCourse {
    private final PlannedSearch planned;
    private final Study study;
    private final PVector<CandidateTrials> candidates;
    private final boolean over;
    /** Worked out when it is first asked for: it may take a while, and changes only with the course. */
    private @Nullable SearchMove next;

    private boolean isKnown;

    private SearchCourse(PlannedSearch planned, Study study, PVector<CandidateTrials> candidates, boolean over) {
        this.planned = planned;
        this.study = study;
        this.candidates = candidates;
        this.over = over;
    }

    static SearchCourse of(PlannedSearch planned) {
        return new SearchCourse(planned, Study.of(planned.search(), planned.seed()), TreePVector.empty(), false);
    }

    PlannedSearch planned() {
        return planned;
    }

    Study study() {
        return study;
    }

    List<CandidateTrials> candidates() {
        return candidates;
    }

    boolean isOver() {
        return over;
    }

    SearchCourse started(Study.Job job, CandidateTrials trials) {
        PVector<CandidateTrials> all = job.candidate() == candidates.size()
                ? candidates.plus(trials)
                : candidates.with(job.candidate(), trials);
        return new SearchCourse(planned, study.started(job), all, over);
    }

    SearchCourse told(Study after) {
        return new SearchCourse(planned, after, candidates, over);
    }

    SearchCourse ended(boolean isOver) {
        return new SearchCourse(planned, study, candidates, isOver);
    }

    Optional<SearchMove> next() {
        if (!isKnown) {
            next = over ? null : move().orElse(null);
            isKnown = true;
        }
        return Optional.ofNullable(next);
    }

    private Optional<SearchMove> move() {
        Optional<Study.Job> job = study.next();
        if (job.isPresent()) {
            boolean isNew = job.get().candidate() == candidates.size();
            return Optional.of(new SearchMove.Start(planned.index(), job.get(), isNew));
        }
        return study.isOver() ? Optional.of(new SearchMove.End(planned.index(), study.best())) : Optional.empty();
    }
}
