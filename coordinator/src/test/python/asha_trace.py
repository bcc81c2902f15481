"""Writes a recorded course of ASHA: the reference of AshaTraceTest.

    python asha_trace.py > ../resources/search/asha-trace.json

get_job is algorithm 2 of Li et al., "A System for Massively Parallel Hyperparameter Tuning" (MLSys 2020), line by line:
with its stop rate s = 0. Workers take a time that grows with the training and differs, so promotions are asynchronous.
"""

import heapq
import json
import random

R_LEAST, R_MOST, ETA = 1, 27, 3
WORKERS = 7
CONFIGURATIONS = 120
TOP = 3  # log_eta(R / r)


def main():
    rng = random.Random(7)
    rungs = [[] for _ in range(TOP + 1)]  # (loss, order of recording, configuration)
    promoted = [set() for _ in range(TOP + 1)]
    drawn = 0

    def top_k(rung, k):
        return [configuration for _, _, configuration in sorted(rung)[:k]]

    def get_job():
        nonlocal drawn
        for k in range(TOP - 1, -1, -1):
            candidates = top_k(rungs[k], len(rungs[k]) // ETA)
            promotable = [t for t in candidates if t not in promoted[k]]
            if promotable:
                promoted[k].add(promotable[0])
                return promotable[0], k + 1
        drawn += 1
        return drawn - 1, 0

    quality = [rng.random() for _ in range(CONFIGURATIONS)]
    steps = []
    running = []
    now = 0.0
    while True:
        while len(running) < WORKERS and drawn < CONFIGURATIONS:
            configuration, k = get_job()
            resource = R_LEAST * ETA**k
            steps.append({"job": configuration, "resource": resource})
            heapq.heappush(running, (now + resource * rng.uniform(0.5, 1.5), configuration, k))
        if not running:
            break
        now, configuration, k = heapq.heappop(running)
        # rounded, so that there are ties
        loss = round(quality[configuration] + rng.gauss(0, 0.3) / (k + 1), 2)
        rungs[k].append((loss, len(rungs[k]), configuration))
        steps.append({"done": configuration, "resource": R_LEAST * ETA**k, "loss": loss})
    print(json.dumps({"least": R_LEAST, "most": R_MOST, "reduction": ETA, "steps": steps}, indent=1))


if __name__ == "__main__":
    main()
