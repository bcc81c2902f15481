package io.holdout.coordinator.plan;

import io.holdout.coordinator.search.Study;
import io.holdout.coordinator.search.stopping.Report;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The graph of trials that a sweep file means, and the experiments that they make. Where the file asks for searches, the
 * graph grows with what they do; it is immutable all the same: whatever makes it grow gives another plan.
 */
public final class Plan {
    private final String name;
    private final String digest;
    private final List<PlannedTrial> trials;
    private final List<Row> rows;
    private final List<Column> columns;
    private final List<Experiment> experiments;
    private final Map<TrialId, Integer> fixed;
    private final PMap<TrialId, Integer> added;
    private final Searches searches;
    private final SearchTrials searchTrials;
    private final PMap<Integer, List<Experiment>> oracles;
    private final PVector<Integer> addedBy;

    Plan(
            String name,
            String digest,
            List<PlannedTrial> trials,
            List<Row> rows,
            List<Column> columns,
            List<Experiment> experiments,
            Searches searches,
            SearchTrials searchTrials) {
        this.name = name;
        this.digest = digest;
        this.trials = List.copyOf(trials);
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
        this.experiments = List.copyOf(experiments);
        var byId = new HashMap<TrialId, Integer>();
        for (PlannedTrial trial : this.trials) {
            byId.put(trial.id(), trial.index());
        }
        this.fixed = byId;
        this.added = HashTreePMap.empty();
        this.searches = searches;
        this.searchTrials = searchTrials;
        this.oracles = HashTreePMap.empty();
        this.addedBy = TreePVector.empty();
    }

    private Plan(
            Plan before,
            List<PlannedTrial> trials,
            PMap<TrialId, Integer> added,
            List<Experiment> experiments,
            Searches searches,
            PMap<Integer, List<Experiment>> oracles,
            PVector<Integer> addedBy) {
        this.name = before.name;
        this.digest = before.digest;
        this.trials = trials;
        this.rows = before.rows;
        this.columns = before.columns;
        this.experiments = experiments;
        this.fixed = before.fixed;
        this.added = added;
        this.searches = searches;
        this.searchTrials = before.searchTrials;
        this.oracles = oracles;
        this.addedBy = addedBy;
    }

    /** The sweep's name. */
    public String name() {
        return name;
    }

    /**
     * SHA-256 (64 lower-case hex digits) over the trials in order, the experiments and the searches before any has begun:
     * equal plans have equal digests.
     */
    public String digest() {
        return digest;
    }

    /** All trials; every trial comes after its dependencies. */
    public List<PlannedTrial> trials() {
        return trials;
    }

    /** The table's rows: by strategy, backbone, then settings. */
    public List<Row> rows() {
        return rows;
    }

    /** The table's columns: targets, datasets ascending by id, tasks in the order of their dataset. */
    public List<Column> columns() {
        return columns;
    }

    /** Row by row, in each row column by column: {@code rows().size() * columns().size()} cells. */
    public List<Experiment> experiments() {
        return experiments;
    }

    /** The cell at this place. */
    public Experiment experiment(int row, int column) {
        return experiments.get(row * columns.size() + column);
    }

    /** Where a trial stands in {@link #trials()}; empty if it is not of this plan. */
    public OptionalInt indexOf(TrialId id) {
        Integer index = fixed.get(id);
        if (index == null) {
            index = added.get(id);
        }
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /**
     * The same target under each candidate that a cell's search could have chosen, the chosen one among them; empty unless the
     * search has ended and the sweep file asks for it. To look at, never for the table: it is chosen on the target.
     */
    public List<Experiment> oracle(int row, int column) {
        return oracles.getOrDefault(row * columns.size() + column, List.of());
    }

    /** The searches, as far as they have come. */
    public Searches searches() {
        return searches;
    }

    /**
     * All trials that a cell waits for now: those that it needs, or those of its search's candidates while that goes on.
     */
    public List<Integer> waitsFor(Experiment experiment) {
        Selection selection = experiment.selection();
        return selection == null || selection.isMade()
                ? experiment.needs()
                : searches.trialsOf(selection.search()).stream().sorted().toList();
    }

    /** This, after a candidate of a search was told to train until a mark; with the trials that it takes. */
    public Plan started(int search, Study.Job job) {
        PlannedSearch planned = searches.planned(search);
        GrownGraph graph = searchTrials.graph(this, planned, job.candidate());
        CandidateTrials before =
                searches.knows(search, job.candidate()) ? searches.trials(search, job.candidate()) : null;
        var told = before == null ? job : new Study.Job(job.candidate(), before.values(), job.until());
        CandidateTrials now = searchTrials.start(graph, planned, told, before);
        return grown(search, graph, experiments, searches.started(search, told, now), oracles);
    }

    /** Whether a search waits for the score that is this trial's headline. */
    public boolean isAwaited(int trial) {
        return searches.isAwaited(trial);
    }

    /** This, after a trial that a search waits for came to its end; without a score if it was given up. */
    public Plan judged(int trial, OptionalDouble score) {
        return new Plan(this, trials, added, experiments, searches.judged(trial, score), oracles, addedBy);
    }

    /** This, after a search came to its end; with the trials of the cells that use what it chose. */
    public Plan ended(int search) {
        Optional<Report> best = searches.study(search).best();
        int chosen = best.map(Report::candidate).orElse(-1);
        PlannedSearch planned = searches.planned(search);
        GrownGraph graph = searchTrials.graph(this, planned, planned.search().candidates());
        var cells = new ArrayList<>(experiments);
        PMap<Integer, List<Experiment>> others = oracles;
        for (int i = 0; i < cells.size(); i++) {
            Experiment cell = cells.get(i);
            if (cell.selection() != null && cell.selection().search() == search) {
                cells.set(
                        i,
                        best.map(report -> chosen(graph, planned, report, cell))
                                .orElseGet(() -> cell.selecting(nothing(search))));
                if (planned.settings().oracle()) {
                    others = others.plus(
                            i,
                            searches.study(search).finalists().stream()
                                    .map(report -> chosen(graph, planned, report, cell))
                                    .toList());
                }
            }
        }
        return grown(search, graph, Collections.unmodifiableList(cells), searches.ended(search, chosen), others);
    }

    private Experiment chosen(GrownGraph graph, PlannedSearch planned, Report best, Experiment cell) {
        CandidateTrials trials = searches.trials(planned.index(), best.candidate());
        var selection = new Selection(
                planned.index(),
                best.candidate(),
                true,
                trials.values(),
                best.value(),
                trials.training() < 0 ? 0 : best.epochs(),
                searches.candidates(planned.index()));
        return searchTrials.chosen(graph, planned, trials, cell, selection);
    }

    private Selection nothing(int search) {
        return new Selection(search, -1, true, new TreeMap<>(), 0, 0, searches.candidates(search));
    }

    /**
     * This, after the user asked to try again what was given up: candidates whose score was, where nothing was chosen.
     *
     * @param isGivenUp whether a trial was
     */
    public Plan retried(IntPredicate isGivenUp) {
        Plan next = this;
        for (int search = 0; search < searches.size(); search++) {
            if (!searches.hasChosen(search)) {
                for (int candidate : searches.study(search).failed()) {
                    if (isGivenUp.test(searches.scoreTrial(search, candidate))) {
                        next = next.retried(search, candidate);
                    }
                }
            }
        }
        return next;
    }

    private Plan retried(int search, int candidate) {
        return new Plan(this, trials, added, unselected(search), searches.retried(search, candidate), oracles, addedBy);
    }

    /** This, after a search that had ended was given more to try: its cells wait for what it chooses then. */
    Plan reopened(int search) {
        return new Plan(this, trials, added, unselected(search), searches.reopened(search), oracles, addedBy);
    }

    private List<Experiment> unselected(int search) {
        return experiments.stream()
                .map(cell -> cell.selection() != null && cell.selection().search() == search
                        ? cell.selecting(Selection.of(search))
                        : cell)
                .toList();
    }

    /** This, after a step that was taken before. */
    public Plan after(SearchStep step) {
        return switch (step.what()) {
            case STARTED -> started(step.search(), new Study.Job(step.candidate(), step.values(), step.until()));
            case JUDGED -> judgedOne(step, OptionalDouble.of(step.score()));
            case FAILED -> judgedOne(step, OptionalDouble.empty());
            case ENDED -> ended(step.search());
            case RETRIED -> retried(step.search(), step.candidate());
            case REOPENED -> reopened(step.search());
        };
    }

    private Plan judgedOne(SearchStep step, OptionalDouble score) {
        return new Plan(this, trials, added, experiments, searches.judgedOne(step, score), oracles, addedBy);
    }

    /** Trials that nobody waits for any more: those of candidates that were not chosen. */
    public BitSet spare() {
        var spare = new BitSet(trials.size());
        spare.set(fixed.size(), trials.size());
        experiments.forEach(cell -> waitsFor(cell).forEach(spare::clear));
        oracles.values().forEach(cells -> cells.forEach(cell -> cell.needs().forEach(spare::clear)));
        return spare;
    }

    /**
     * The search that a trial was added for first, whoever else has asked for it since; empty for trials that the sweep file
     * gives.
     */
    public OptionalInt addedBy(int trial) {
        return trial < fixed.size() ? OptionalInt.empty() : OptionalInt.of(addedBy.get(trial - fixed.size()));
    }

    private Plan grown(
            int search,
            GrownGraph graph,
            List<Experiment> cells,
            Searches next,
            PMap<Integer, List<Experiment>> others) {
        PVector<Integer> origins =
                addedBy.plusAll(Collections.nCopies(graph.added().size(), search));
        return new Plan(
                this,
                Collections.unmodifiableList(graph.trials()),
                added.plusAll(graph.added()),
                cells,
                next,
                others,
                origins);
    }
}
