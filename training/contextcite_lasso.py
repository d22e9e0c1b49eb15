"""The linear surrogate of ContextCite (Cohen-Wang et al. 2024, https://github.com/MadryLab/context-cite, solver.py).

python contextcite_lasso.py < CASES > WEIGHTS

CASES is a JSON list of {"masks": [[whether a part was kept] an ablation], "bits": [−log2 of the answer's probability an
ablation], "tokens": tokens of the answer}. WEIGHTS is a JSON list of [weight a part].
"""

import json
import math
import sys

import numpy as np
from sklearn.linear_model import Lasso
from sklearn.preprocessing import StandardScaler


def weights(case: dict) -> list[float]:
    log_probabilities = -np.array(case["bits"]) * math.log(2)
    logits = log_probabilities - np.log1p(-np.exp(log_probabilities))
    scaler = StandardScaler()
    masks = scaler.fit_transform(np.array(case["masks"], dtype=np.float32))
    lasso = Lasso(alpha=0.01, random_state=0, fit_intercept=True).fit(masks, logits / case["tokens"])
    return (lasso.coef_ / np.where(scaler.scale_ == 0, 1, scaler.scale_) * case["tokens"]).tolist()


if __name__ == "__main__":
    json.dump([weights(case) for case in json.load(sys.stdin)], sys.stdout)
