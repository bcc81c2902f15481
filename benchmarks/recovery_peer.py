#!/usr/bin/env python3
"""One life of a peer's sweep: PEER begin|resume SLOTS TRIALS MILLIS FOLDER; prints a line of JSON when the sweep has ended.

`recovery.py` kills the first life and starts the second. FOLDER/executions says what was run, whoever ordered it: a line for
each begin and end of a trial, and one when the peer has kept its result.
"""

import json
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path

from orchestration_peer import optuna_storage


def note(folder, what, trial):
    """A short line that is appended is never mixed with another."""
    with open(Path(folder, "executions"), "ab", buffering=0) as file:
        file.write(f"{what} {trial} {int(time.time() * 1000)}\n".encode())


def name_of(value):
    return f"{value:.15f}"


def optuna_worker(folder, trials, millis):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.load_study(
        study_name="bench", storage=optuna_storage("sqlite", folder), sampler=optuna.samplers.RandomSampler()
    )

    def objective(trial):
        value = trial.suggest_float("x", 0, 1)
        note(folder, "began", name_of(value))
        time.sleep(millis / 1000)
        note(folder, "ended", name_of(value))
        return value

    def kept(_, trial):
        note(folder, "kept", name_of(trial.params["x"]))

    study.optimize(objective, n_trials=trials, callbacks=[kept])


def optuna_life(life, slots, trials, millis, folder):
    """Worker processes on one study. A trial that runs when its process dies runs for ever: it is failed and enqueued again."""
    import optuna
    from optuna.trial import TrialState

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    storage = optuna_storage("sqlite", folder)
    if life == "begin":
        study = optuna.create_study(study_name="bench", storage=storage)
    else:
        study = optuna.load_study(study_name="bench", storage=storage)
        for trial in study.get_trials(states=[TrialState.RUNNING]):
            study.tell(trial.number, state=TrialState.FAIL)
            if trial.params:
                study.enqueue_trial(trial.params)
    left = trials - len(study.get_trials(states=[TrialState.COMPLETE]))
    context = multiprocessing.get_context("fork")
    shares = [left // slots + (1 if i < left % slots else 0) for i in range(slots)]
    workers = [context.Process(target=optuna_worker, args=(folder, share, millis)) for share in shares if share]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    kept = {name_of(trial.params["x"]) for trial in study.get_trials(states=[TrialState.COMPLETE])}
    return kept, optuna.__version__


def ray_life(life, slots, trials, millis, folder):
    import ray
    from ray import tune

    def train(config):
        number = config["number"]
        note(folder, "began", number)
        time.sleep(millis / 1000)
        with tempfile.TemporaryDirectory() as place:
            Path(place, "state.json").write_text(json.dumps({"x": number}))
            note(folder, "ended", number)
            tune.report({"x": number}, checkpoint=tune.Checkpoint.from_directory(place))

    class Kept(tune.Callback):
        def on_trial_complete(self, iteration, trials, trial, **info):
            note(folder, "kept", trial.config["number"])

    ray.init(num_cpus=slots, include_dashboard=False, configure_logging=True, logging_level="ERROR", log_to_driver=False)
    if life == "begin":
        tuner = tune.Tuner(
            train,
            param_space={"number": tune.grid_search(list(range(trials)))},
            tune_config=tune.TuneConfig(max_concurrent_trials=slots),
            run_config=tune.RunConfig(name="bench", storage_path=str(folder), verbose=0, callbacks=[Kept()]),
        )
    else:
        # callbacks are restored with the tuner
        tuner = tune.Tuner.restore(
            str(Path(folder, "bench")), trainable=train, resume_unfinished=True, restart_errored=True
        )
    results = tuner.fit()
    kept = {str(int(result.metrics["x"])) for result in results if result.error is None and "x" in result.metrics}
    ray.shutdown()
    return kept, ray.__version__


def main():
    peer, life, slots, trials, millis, folder = sys.argv[1:]
    folder = Path(folder).resolve()
    # whatever a peer prints goes where people look, not where numbers go
    out = os.dup(1)
    os.dup2(2, 1)
    lives = {"optuna": optuna_life, "ray": ray_life}
    kept, version = lives[peer](life, int(slots), int(trials), int(millis), folder)
    os.write(out, (json.dumps({"kept": sorted(kept), "version": version}) + "\n").encode())


if __name__ == "__main__":
    main()
