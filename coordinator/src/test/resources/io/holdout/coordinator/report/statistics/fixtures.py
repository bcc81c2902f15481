"""Writes fixtures.json beside this file: what SciPy, scikit-posthocs and statsmodels say.

Run by hand when a case is added (python -m venv V; V/bin/pip install scipy scikit-posthocs; V/bin/python fixtures.py);
the tests read the committed file and need no Python.
"""
import json
import pathlib
import platform

import numpy as np
import scipy
import scikit_posthocs
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(20240424)


def signed_rank(name, differences):
    d = np.asarray(differences, dtype=float)
    ranks = stats.rankdata(np.abs(d))
    plus, minus = ranks[d > 0].sum(), ranks[d < 0].sum()
    tied = len(set(np.abs(d))) < len(d) or (d == 0).any()
    if not tied and len(d) <= 50:
        how, p = "exact", stats.wilcoxon(d, method="exact").pvalue
    elif tied and len(d) <= 13:
        how = "permutation"
        p = stats.wilcoxon(d, zero_method="pratt", method=stats.PermutationMethod(n_resamples=np.inf)).pvalue
    elif tied and len(d) <= 25:
        how, p = "convolution", convolution(d, ranks, min(plus, minus))
    else:
        how, p = "normal", stats.wilcoxon(d, zero_method="pratt", correction=True, method="asymptotic").pvalue
    return {"name": name, "how": how, "differences": d.tolist(), "statistic": float(plus), "p": float(p),
            "rank_biserial": float((plus - minus) / (plus + minus))}


def convolution(d, ranks, least):
    """The null distribution of twice the positive rank sum, as a product of polynomials 1 + x^(2 rank)."""
    ways = np.ones(1)
    for rank in ranks[d != 0]:
        factor = np.zeros(int(round(2 * rank)) + 1)
        factor[0] = factor[-1] = 1
        ways = np.convolve(ways, factor)
    return min(1.0, 2 * ways[: int(round(2 * least)) + 1].sum() / ways.sum())


def paired_t(name, first, second):
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    d = first - second
    test = stats.ttest_rel(first, second)
    low, high = test.confidence_interval(0.95)
    return {"name": name, "first": first.tolist(), "second": second.tolist(), "p": float(test.pvalue),
            "low": float(low), "high": float(high), "cohen_d": float(d.mean() / d.std(ddof=1))}


def friedman(name, scores):
    """scores: one list a row, one number a task, larger is better."""
    x = np.asarray(scores, dtype=float)
    k, n = x.shape
    statistic, p = stats.friedmanchisquare(*x)
    f = (n - 1) * statistic / (n * (k - 1) - statistic)
    ranks = stats.rankdata(-x, axis=0).mean(axis=1)
    q = stats.studentized_range.ppf(0.95, k, np.inf)
    nemenyi = scikit_posthocs.posthoc_nemenyi_friedman(x.T).to_numpy()
    pairs = [(i, j) for i in range(k) for j in range(i + 1, k)]
    return {"name": name, "scores": x.tolist(), "chi_squared": float(statistic), "p": float(p),
            "iman_davenport_p": float(stats.f.sf(f, k - 1, (k - 1) * (n - 1))), "mean_ranks": ranks.tolist(),
            "critical_difference": float(q / np.sqrt(2) * np.sqrt(k * (k + 1) / (6 * n))),
            "nemenyi": [float(nemenyi[i, j]) for i, j in pairs]}


def bootstrap(name, values):
    values = np.asarray(values, dtype=float)
    few = stats.bootstrap((values,), np.mean, n_resamples=400, method="BCa", rng=np.random.default_rng(7))
    given = stats.bootstrap((values,), np.mean, n_resamples=0, bootstrap_result=few, method="BCa")
    many = stats.bootstrap((values,), np.mean, n_resamples=100_000, batch=5_000, method="BCa", rng=np.random.default_rng(8))
    return {"name": name, "values": values.tolist(), "means": few.bootstrap_distribution.tolist(),
            "low": float(given.confidence_interval.low), "high": float(given.confidence_interval.high),
            "many_low": float(many.confidence_interval.low), "many_high": float(many.confidence_interval.high)}


def auroc(size, centre):
    """Numbers on a grid of 1/625, as AUROC of 25 against 25 images has them: ties and ones are common."""
    return np.minimum(625, np.round(625 * rng.normal(centre, 0.06, size))) / 625


def grid(differences):
    return np.round(differences, 12)


near = auroc(100, 0.8)
scores5 = np.round(rng.normal([[0.70], [0.72], [0.71], [0.78], [0.60]], 0.05, (5, 19)), 3)
fixtures = {
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-posthocs": scikit_posthocs.__version__, "statsmodels": statsmodels.__version__},
    "signed_rank": [
        signed_rank("one", [0.3]),
        signed_rank("five of one sign", [1, 2, 3, 4, 5]),
        signed_rank("five of one size", [2, 2, 2, 2, 2]),
        signed_rank("six of one sign", [1, 2, 3, 4, 5, 6]),
        signed_rank("seven with ties", [1, -1, 2, 2, -3, 4, 4]),
        signed_rank("eight with zeros", [0, 0, 1, -2, 3, 4, 5, 6]),
        signed_rank("ten with zeros and ties", [0, 0, 0, 1, 1, -1, 2, 2, 3, -4]),
        signed_rank("all zero but one", [0, 0, 0, 0, 0, 0, 0, 5]),
        signed_rank("twenty of AUROC", grid(auroc(20, 0.75) - auroc(20, 0.72))),
        signed_rank("twenty-five near the ceiling", grid(auroc(25, 0.99) - auroc(25, 0.97))),
        signed_rank("thirty without ties", rng.normal(0.2, 1, 30)),
        signed_rank("fifty without ties", rng.normal(0.1, 1, 50)),
        signed_rank("fifty-one without ties", rng.normal(0.1, 1, 51)),
        signed_rank("hundred of AUROC", grid(near - auroc(100, 0.78))),
        signed_rank("hundred, most of them one", grid(auroc(100, 1.02) - auroc(100, 1.01))),
    ],
    "paired_t": [
        paired_t("two", [1.0, 2.0], [0.5, 2.5]),
        paired_t("three with a zero", [0.7, 0.8, 0.9], [0.7, 0.75, 0.8]),
        paired_t("twenty", auroc(20, 0.75), auroc(20, 0.7)),
        paired_t("hundred", near, near + rng.normal(0.01, 0.02, 100)),
    ],
    "holm": [
        {"p": p, "adjusted": multipletests(p, method="holm")[1].tolist()}
        for p in ([0.04], [0.01, 0.04, 0.03], [0.05, 0.05, 0.05, 0.001], [0.9, 0.8, 1.0], rng.uniform(0, 0.1, 20).tolist())
    ],
    "friedman": [
        friedman("three rows, four tasks", [[0.9, 0.8, 0.7, 0.6], [0.8, 0.9, 0.6, 0.5], [0.7, 0.7, 0.5, 0.4]]),
        friedman("ties", [[0.9, 0.8, 0.7, 0.6, 0.5], [0.9, 0.8, 0.6, 0.6, 0.7], [0.7, 0.8, 0.6, 0.4, 0.5]]),
        friedman("five rows, nineteen tasks", scores5),
        friedman("twelve rows, fifty-four tasks", np.round(rng.normal(0.7, 0.05, (12, 54)), 3)),
    ],
    "studentized_range": [
        {"q": q, "k": k, "survival": float(stats.studentized_range.sf(q, k, np.inf))}
        for q in (0.5, 2.0, 3.314, 4.5, 6.0) for k in (2, 3, 5, 12, 40)
    ],
    "bootstrap": [
        bootstrap("five", [0.5, 0.7, 0.6, 0.9, 0.65]),
        bootstrap("twenty of AUROC", auroc(20, 0.75)),
        bootstrap("hundred near the ceiling", np.minimum(1, auroc(100, 0.97))),
    ],
}
target = pathlib.Path(__file__).with_name("fixtures.json")
target.write_text(json.dumps(fixtures, indent=1) + "\n")
