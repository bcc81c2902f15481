#!/usr/bin/env python3
"""One measurement of one peer in a process of its own: PEER SLOTS TRIALS MILLIS FOLDER; prints a line of JSON.

The clock runs from the moment that every worker stands ready until the last result is kept; starting and importing do not count.
"""

import json
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path


def work(millis):
    if millis:
        time.sleep(millis / 1000)


def optuna_storage(kind, folder):
    import optuna

    if kind == "sqlite":
        # workers wait for one another's locks
        return optuna.storages.RDBStorage(
            f"sqlite:///{folder}/study.db", engine_kwargs={"connect_args": {"timeout": 100}}
        )
    backend = optuna.storages.journal.JournalFileBackend(f"{folder}/study.log")
    return optuna.storages.JournalStorage(backend)


def optuna_worker(kind, folder, trials, millis, ready):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.load_study(
        study_name="bench", storage=optuna_storage(kind, folder), sampler=optuna.samplers.RandomSampler()
    )

    def objective(trial):
        work(millis)
        return trial.suggest_float("x", 0, 1)

    ready.wait()
    study.optimize(objective, n_trials=trials)


def optuna_peer(kind, slots, trials, millis, folder):
    """Processes that share a storage, as the tutorial on parallel optimization advises."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    optuna.create_study(study_name="bench", storage=optuna_storage(kind, folder))
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(slots + 1)
    shares = [trials // slots + (1 if i < trials % slots else 0) for i in range(slots)]
    workers = [
        context.Process(target=optuna_worker, args=(kind, folder, share, millis, ready)) for share in shares
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    began = time.monotonic()
    for worker in workers:
        worker.join()
    seconds = time.monotonic() - began
    kept = optuna.load_study(study_name="bench", storage=optuna_storage(kind, folder)).get_trials(
        states=[optuna.trial.TrialState.COMPLETE]
    )
    return len(kept), seconds, optuna.__version__


def dask_trial(number, millis, folder):
    work(millis)
    value = number / 1e6
    if folder:
        place = Path(folder, f"{number}.json")
        part = place.with_suffix(".part")
        with open(part, "w") as file:
            file.write(json.dumps({"x": value}))
            file.flush()
            os.fsync(file.fileno())
        part.rename(place)
    return value


def dask_peer(kind, slots, trials, millis, folder):
    import distributed

    workers = min(2, slots)
    with distributed.LocalCluster(
        n_workers=workers, threads_per_worker=slots // workers, processes=True, dashboard_address=None
    ) as cluster, distributed.Client(cluster) as client:
        client.gather(client.map(dask_trial, range(-slots, 0), millis=0, folder=None, pure=False))
        keep = str(folder) if kind == "durable" else None
        began = time.monotonic()
        futures = client.map(dask_trial, range(trials), millis=millis, folder=keep, pure=False)
        kept = sum(1 for future in distributed.as_completed(futures) if future.status == "finished")
        seconds = time.monotonic() - began
    return kept, seconds, distributed.__version__


def ray_trial(config):
    from ray import tune

    work(config["millis"])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "state.json").write_text(json.dumps({"x": config["number"]}))
        tune.report({"x": config["number"]}, checkpoint=tune.Checkpoint.from_directory(folder))


def ray_peer(slots, trials, millis, folder):
    import ray
    from ray import tune

    ray.init(num_cpus=slots, include_dashboard=False, configure_logging=True, logging_level="ERROR", log_to_driver=False)
    tuner = tune.Tuner(
        ray_trial,
        param_space={"number": tune.grid_search(list(range(trials))), "millis": millis},
        tune_config=tune.TuneConfig(max_concurrent_trials=slots),
        run_config=tune.RunConfig(name="bench", storage_path=str(folder), verbose=0),
    )
    began = time.monotonic()
    results = tuner.fit()
    seconds = time.monotonic() - began
    kept = sum(1 for result in results if result.error is None)
    ray.shutdown()
    return kept, seconds, ray.__version__


def main():
    peer, slots, trials, millis, folder = sys.argv[1:]
    name, _, kind = peer.partition("-")
    folder = Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sizes = int(slots), int(trials), int(millis)
    # whatever a peer prints goes where people look, not where numbers go
    out = os.dup(1)
    os.dup2(2, 1)
    if name == "optuna":
        kept, seconds, version = optuna_peer(kind, *sizes, folder)
    elif name == "dask":
        kept, seconds, version = dask_peer(kind, *sizes, folder)
    elif name == "ray":
        kept, seconds, version = ray_peer(*sizes, folder)
    else:
        sys.exit(f"no such peer: {peer}")
    os.write(out, (json.dumps({"trials": kept, "seconds": seconds, "version": version}) + "\n").encode())


if __name__ == "__main__":
    main()
