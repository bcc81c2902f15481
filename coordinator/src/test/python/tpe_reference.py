"""Writes what Optuna's TPE sampler loses on five functions: the reference of TpeReferenceTest.

    pip install optuna==4.9.0
    python tpe_reference.py > ../resources/search/tpe-reference.json

Each number is the value of the best of 100 trials, minimised; the quartiles are over 30 seeds. The functions and spaces
stand again in io.holdout.coordinator.search.Functions.
"""

import json
import math
import statistics
import sys

import optuna

TRIALS = 100
SEEDS = 30


def branin(trial):
    x = trial.suggest_float("x", -5, 10)
    y = trial.suggest_float("y", 0, 15)
    valley = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return valley**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


HARTMANN_WEIGHTS = [1.0, 1.2, 3.0, 3.2]
HARTMANN_SCALES = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
]
HARTMANN_CENTRES = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]


def hartmann6(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    return -sum(
        weight * math.exp(-sum(a * (xi - p) ** 2 for a, p, xi in zip(scales, centres, x)))
        for weight, scales, centres in zip(HARTMANN_WEIGHTS, HARTMANN_SCALES, HARTMANN_CENTRES)
    )


def rosenbrock4(trial):
    x = [trial.suggest_float(f"x{i}", -5, 10) for i in range(4)]
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(3))


def mixed(trial):
    rate = math.log10(trial.suggest_float("lr", 1e-5, 1, log=True))
    optimizer = trial.suggest_categorical("opt", ["adam", "sgd", "rms"])
    steps = trial.suggest_int("steps", 10, 100, step=10)
    width = math.log2(trial.suggest_int("width", 1, 64, log=True))
    best = {"adam": -3, "sgd": -1, "rms": -4}[optimizer]
    penalty = {"adam": 0.2, "sgd": 0, "rms": 0.5}[optimizer]
    return penalty + (rate - best) ** 2 + ((steps - 70) / 40) ** 2 + ((width - 4) / 2) ** 2


def conditional(trial):
    rate = math.log10(trial.suggest_float("lr", 1e-5, 1, log=True))
    n = trial.suggest_int("n", 1, 16)
    if trial.suggest_categorical("opt", ["adam", "sgd", "rms"]) == "sgd":
        momentum = trial.suggest_float("momentum", 0, 1)
        return (rate + 2) ** 2 + ((n - 9) / 8) ** 2 + 4 * (momentum - 0.9) ** 2
    return 0.5 + (rate + 3) ** 2 + ((n - 5) / 8) ** 2


def best(function, seed):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed, multivariate=False))
    study.optimize(function, n_trials=TRIALS)
    return study.best_value


def quartiles(function):
    values = [best(function, seed) for seed in range(SEEDS)]
    print(function.__name__, "done", file=sys.stderr)
    return dict(zip(["q1", "median", "q3"], statistics.quantiles(values, n=4, method="inclusive")))


if __name__ == "__main__":
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    functions = [branin, hartmann6, rosenbrock4, mixed, conditional]
    reference = {
        "optuna": optuna.__version__,
        "trials": TRIALS,
        "seeds": SEEDS,
        "best": {function.__name__: quartiles(function) for function in functions},
    }
    print(json.dumps(reference, indent=2))
