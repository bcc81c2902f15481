"""Writes what Python's PyTorch computes, for the tests named *ParityTest to compare worker.learn and worker.data with.

Run, from the root of the repository:

    python -m venv venv
    venv/bin/pip install torch==2.7.1 torchvision==0.22.1 numpy==2.4.6 scikit-learn==1.9.1
    venv/bin/python worker/src/test/python/parity_fixtures.py

It takes a minute on one core and draws no random numbers but its own: on one machine it writes the same bytes each time to
worker/src/test/resources/parity/*.json. Each file says under "made_with" with which versions it was made. The tests read
the files alone and need no Python.

Weights and images are in no file: both sides make them by one formula (`units` here, ParityNumbers in Java). Entry i,
from 0, of the array called NAME is

    h = splitmix64(fnv1a64(NAME in UTF-8) + (i + 1) * 0x9E3779B97F4A7C15), all modulo 2^64
    u = (h >> 40) / 2^23 - 1, exact in float32, uniform in [-1, 1)

and the array of a network called NAME is, computed in float64 and rounded once to float32 (`weights`, ParityNetworks):

    convolution  sqrt(6 / fan in) * u          linear weight  1 / sqrt(inputs) * u
    norm weight  1 + u / 4                     running_var    1 + u / 2             bias, running_mean  u / 8

A lifted network has 4 + u / 8 as the biases of its norms, so that hardly any activation is near the kink of a rectifier:
one that float noise takes to the other side changes the gradients of a ResNet by percents.

All is computed twice, in float32 and in float64, and float64 is written. If they disagree the script stops: what it would
write could not be demanded of another float32 program (`agree`).

A large array is not written whole: of more than 48 entries, every k-th from the first, k = ceil(entries / 48) (`thin`).
"""

import json
import math
import pathlib
import platform
import random
import sys
from collections import OrderedDict

import numpy
import sklearn
import torch
import torchvision
from sklearn.metrics import accuracy_score, roc_auc_score
from torch import nn
from torch.func import functional_call
from torch.nn import functional as F
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as TF

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "parity"
MADE_WITH = {
    "script": "worker/src/test/python/parity_fixtures.py",
    "python": platform.python_version(),
    "torch": torch.__version__,
    "torchvision": torchvision.__version__,
    "numpy": numpy.__version__,
    "scikit-learn": sklearn.__version__,
    "machine": platform.machine(),
}
LONGEST = 48
DTYPE = torch.float64


# --- numbers that both sides can make


def units(name, count):
    """Uniform in [-1, 1), float64 but exact in float32; see above."""
    key = 0xCBF29CE484222325
    for byte in name.encode():
        key = (key ^ byte) * 0x100000001B3 % 2**64
    z = numpy.uint64(key) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    z = z ^ (z >> numpy.uint64(31))
    return (z >> numpy.uint64(40)).astype(numpy.float64) / 2**23 - 1


def weights(name, shape, lift=0):
    """The array of a network; see above."""
    u = units(name, math.prod(shape))
    if len(shape) == 4:
        values = math.sqrt(6 / math.prod(shape[1:])) * u
    elif len(shape) == 2:
        values = 1 / math.sqrt(shape[1]) * u
    elif name.endswith(".running_var"):
        values = 1 + u / 2
    elif name.endswith(".weight"):
        values = 1 + u / 4
    else:
        values = u / 8
        if name.endswith(".bias") and not name.startswith("head"):
            values = values + lift
    return torch.from_numpy(values.astype(numpy.float32).reshape(shape)).to(DTYPE)


def uniform(name, *shape, scale=1.0):
    """Entries within plus and minus scale, a power of two."""
    return torch.from_numpy((units(name, math.prod(shape)) * scale).astype(numpy.float32).reshape(shape)).to(DTYPE)


# --- networks


class Conv4(nn.Module):
    """worker.learn's conv4 under its names."""

    def __init__(self, width, side, outputs):
        super().__init__()
        for block in range(1, 5):
            conv = nn.Conv2d(3 if block == 1 else width, width, 3, padding=1, bias=False)
            self.add_module(f"block{block}", nn.Sequential(OrderedDict(conv=conv, norm=nn.BatchNorm2d(width))))
        self.head0 = nn.Linear(width * (side // 16) ** 2, outputs)

    def forward(self, x):
        for block in (self.block1, self.block2, self.block3, self.block4):
            x = F.max_pool2d(F.relu(block(x)), 2)
        return self.head0(x.flatten(1))


def given(model, lift=0):
    """The model with the weights of the formula."""
    state = model.to(DTYPE).state_dict()
    for name in state:
        if not name.endswith("num_batches_tracked"):
            state[name] = weights(ours(name), tuple(state[name].shape), lift)
    model.load_state_dict(state)
    return model


def ours(name):
    """torchvision's name of a parameter in worker.learn."""
    return name.replace("fc.", "head0.") if name.startswith("fc.") else name


def conv4(outputs):
    return given(Conv4(8, 32, outputs))


def resnet(name, outputs, lift=0):
    return given(torchvision.models.get_model(name, weights=None, num_classes=outputs), lift)


# --- losses

TARGETS = {
    "multiclass": [0, 3, 1, 4, 1, 1, 2, 0],
    "ordinal": [3, 0, 0, 2, 1, 3, 3, 2],
    "binary": [1, 0, 0, 0, 1, 0, 0, 0],
    "multilabel": [[1, 0, 0], [0, 0, 1], [1, 1, 0], [0, 0, 0], [1, 0, 0], [0, 0, 1], [1, 0, 1], [1, 0, 0]],
}
OUTPUTS = {"multiclass": 5, "ordinal": 4, "binary": 1, "multilabel": 3}


def class_weights(kind):
    """arXiv 2404.16000: (largest count + 1) / (count + 1) a class, or (negatives + 1) / (positives + 1) an output."""
    values = numpy.array(TARGETS[kind])
    if kind in ("multiclass", "ordinal"):
        counts = numpy.bincount(values, minlength=OUTPUTS[kind])
        return torch.tensor((counts.max() + 1) / (counts + 1), dtype=DTYPE)
    positives = values.reshape(len(values), -1).sum(0)
    return torch.tensor((len(values) - positives + 1) / (positives + 1), dtype=DTYPE)


def loss_of(kind, logits, values, weight=None):
    if kind in ("multiclass", "ordinal"):
        return F.cross_entropy(logits, torch.tensor(values), weight=weight)
    target = torch.tensor(values, dtype=DTYPE).reshape(logits.shape)
    return F.binary_cross_entropy_with_logits(logits, target, pos_weight=weight)


# --- writing


def thin(array):
    flat = array.detach().reshape(-1)
    return flat[:: max(1, math.ceil(len(flat) / LONGEST))]


def plain(value):
    """Numbers as short as they can be without losing a bit of a float32."""
    if isinstance(value, torch.Tensor):
        if not value.is_floating_point():
            return value.reshape(-1).tolist()
        floats = value.detach().to(torch.float32).reshape(-1).numpy()
        listed = [float(str(v)) for v in floats]
        return listed if value.dim() > 0 else listed[0]
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (numpy.floating, numpy.integer)):
        return value.item()
    return value


def agreed(topic):
    """What a topic computes in float64, if float32 agrees with it."""
    global DTYPE
    DTYPE = torch.float32
    single = topic()
    DTYPE = torch.float64
    double = topic()
    worst = 0, ""
    for key in double:
        if key != "cases":
            a, b = (numpy.array(plain(values[key]), dtype=numpy.float64) for values in (single, double))
            worst = max(worst, (numpy.linalg.norm(a - b) / numpy.linalg.norm(b) / tolerance(key), key))
    print(f"{topic.__name__}: float32 and float64 differ by {worst[0]:.3f} of the tolerance in {worst[1]}")
    if worst[0] > 1:
        raise SystemExit("that is too much for a test of float32; choose other images")
    return double


def tolerance(key):
    return TOLERANCES.get(key.split("/")[0], 5e-5) if "kinked" not in key else 0.5


TOLERANCES = {"conv4_adam": 0.01}


def write(name, values):
    lines = [f'  {json.dumps(key)}: {json.dumps(plain(value), separators=(",", ":"))}' for key, value in values.items()]
    made = f'  "made_with": {json.dumps(MADE_WITH)}'
    path = OUT / f"{name}.json"
    path.write_text("{\n" + ",\n".join([made, *lines]) + "\n}\n")
    print(f"{path.name}: {len(values)} values, {path.stat().st_size} bytes")


# --- what is compared


def networks():
    """Logits in evaluation mode; a training forward's buffers, loss and gradients, of a lifted network and as it is."""
    found = {}
    for name in ("resnet18", "resnet50"):
        x = uniform("images", 4, 3, 64, 64, scale=2)
        with torch.no_grad():
            found[f"{name}/logits"] = resnet(name, 5).eval()(x)
        for key, lift in ((name, 4), (f"{name}/kinked", 0)):
            model = resnet(name, 5, lift).train()
            loss = loss_of("multiclass", model(x), TARGETS["multiclass"][:4])
            loss.backward()
            found[f"{key}/loss"] = loss
            for parameter, value in model.named_parameters():
                # of the others, a lifted network has some that nothing but noise makes: the next norm takes a bias out
                if thin(value.grad).norm() > 1e-2 if lift else parameter in ("conv1.weight", "fc.weight"):
                    found[f"{key}/gradient/{ours(parameter)}"] = thin(value.grad)
            for buffer, value in model.named_buffers():
                if not lift and not buffer.endswith("num_batches_tracked"):
                    found[f"{key}/buffer/{buffer}"] = thin(value)
    return found


def losses():
    """Loss and gradients of a training step of conv4 for each kind of target, with and without weights."""
    found = {}
    x = uniform("images", 8, 3, 32, 32, scale=2)
    for kind, values in TARGETS.items():
        found[f"{kind}/weights"] = class_weights(kind)
        # mm-pt divides a task's loss by its batches in an epoch: here 7
        for case, weight, scale in (
            ("plain", None, 1),
            ("weighted", class_weights(kind), 1),
            ("scaled", None, 1 / 7),
        ):
            model = conv4(OUTPUTS[kind]).train()
            loss = loss_of(kind, model(x), values, weight)
            (loss * scale).backward()
            found[f"{kind}/{case}/loss"] = loss
            for name, parameter in model.named_parameters():
                found[f"{kind}/{case}/gradient/{name}"] = thin(parameter.grad)
    return found


STEPS = 20


class TanhNet(nn.Module):
    """Smooth and small, so that float noise stays small: 4 tanh units on 6 inputs, a head of 3."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(6, 4, bias=False)
        self.head0 = nn.Linear(4, 3)

    def forward(self, x):
        return self.head0(torch.tanh(self.layer(x)))


def optimisers():
    """Twenty steps on one small problem by each optimiser; what OptimiserParityTest says the keys are."""
    adam = lambda parameters: torch.optim.Adam(parameters, lr=0.05)
    adamw = lambda parameters: torch.optim.AdamW(parameters, lr=0.05, weight_decay=0.01)
    sgd = lambda parameters: torch.optim.SGD(parameters, lr=0.05, momentum=0.9, weight_decay=1e-4)
    found = {}
    for name, make in (("adam", adam), ("adamw", adamw), ("sgd", sgd)):
        for cosine in (False, True):
            for clip in (False, True):
                key = name + ("_cosine" if cosine else "") + ("_clip" if clip else "")
                found.update({f"{key}/{k}": v for k, v in twenty_steps(make, cosine, clip).items()})
    found.update({f"conv4_adam/{k}": v for k, v in conv4_adam().items()})
    return found


def twenty_steps(make, cosine, clip):
    model = given(TanhNet())
    x = uniform("inputs", 12, 6, scale=4)
    optimiser = make(model.parameters())
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=STEPS, eta_min=0) if cosine else None
    trace = {"losses": [], "norms": [], "rates": [], "parameters": []}
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = 4 * F.cross_entropy(model(x), torch.arange(12) % 3)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0 if clip else math.inf)
        trace["losses"].append(loss)
        trace["norms"].append(norm)
        trace["rates"].append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        if schedule:
            schedule.step()
        trace["parameters"].append(torch.cat([p.detach().reshape(-1) for p in model.parameters()]))
    return trace


def conv4_adam():
    model = conv4(5).train()
    x = uniform("images", 8, 3, 32, 32, scale=2)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    found = {"losses": []}
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = loss_of("multiclass", model(x), TARGETS["multiclass"])
        loss.backward()
        optimiser.step()
        found["losses"].append(loss)
    for name, parameter in model.named_parameters():
        found[f"moved/{name}"] = thin(parameter.detach() - weights(name, tuple(parameter.shape)))
    return found


def batch_norm():
    """One layer, three training batches; channels of variance 1/3, 1/3 * 2^-12 and 1/3 * 2^-20, so that epsilon counts."""
    found = {}
    norm = given(nn.Sequential(OrderedDict(norm=nn.BatchNorm2d(3)))).train()
    scale = torch.tensor([1, 2.0**-6, 2.0**-10], dtype=DTYPE).reshape(3, 1, 1)
    for batch in range(3):
        found[f"output{batch}"] = norm(uniform(f"batch{batch}", 2, 3, 3, 3) * scale)
    found["running_mean"] = norm.norm.running_mean
    found["running_var"] = norm.norm.running_var
    found["evaluated"] = norm.eval()(uniform("batch0", 2, 3, 3, 3) * scale)
    return found


ANGLES = (0, 3.7, 10, -10, -0.25, 45, 90, 180, 137)


def augmentation():
    """Images of [0, 1), one plane; torchvision's transforms of tensors, as RandomRotation and RandomCrop call them."""
    found = {"angles": list(ANGLES)}
    for side in (16, 17):
        image = (uniform(f"image{side}", 1, side, side) + 1) / 2
        for angle in ANGLES:
            rotated = TF.rotate(image, angle, InterpolationMode.BILINEAR, fill=[0.0])
            found[f"rotate/{side}/{angle}"] = rotated
    image = (uniform("image28", 1, 28, 28) + 1) / 2
    found["crop"] = TF.resized_crop(image, 2, 3, 25, 25, [28, 28], antialias=True)
    all_four = TF.rotate(TF.vflip(TF.hflip(image)), -7.3, InterpolationMode.BILINEAR, fill=[0.0])
    found["all"] = TF.resized_crop(all_four, 1, 0, 25, 25, [28, 28], antialias=True)
    for height, width, to_height, to_width in SIZES:
        image = (uniform(f"image{height}x{width}", 1, height, width) + 1) / 2
        resized = TF.resize(image, [to_height, to_width], InterpolationMode.BILINEAR, antialias=True)
        found[f"resize/{height}x{width}/{to_height}x{to_width}"] = resized
    return found


SIZES = ((37, 50, 16, 16), (16, 16, 23, 40), (224, 224, 32, 32), (9, 30, 20, 7), (5, 5, 1, 1), (64, 64, 63, 65))


def metrics():
    """AUROC, macro over the classes that are defined, and accuracy."""
    return {"cases": [metric_case(number, kind) for kind in TARGETS for number in range(8)]}


def metric_case(number, kind):
    source = random.Random(f"{kind} {number}")
    classes = {"multiclass": 4, "ordinal": 5, "binary": 2, "multilabel": 4}[kind]
    outputs = 1 if kind == "binary" else classes
    samples = source.choice((6, 15, 40))
    # dyadic numbers; some rows are repeated, shifted by a constant that the softmax takes out exactly
    rows = [[source.randrange(-64, 64) / 16 for _ in range(outputs)] for _ in range(samples)]
    for i in range(samples):
        if source.random() < 0.4:
            shift = 0 if kind in ("binary", "multilabel") else source.randrange(-4, 4)
            rows[i] = [logit + shift for logit in rows[source.randrange(samples)]]
    logits = numpy.array(rows)
    if kind in ("binary", "multilabel"):
        values = numpy.array([[int(source.random() < 0.4) for _ in range(outputs)] for _ in range(samples)])
        if number >= 6:
            values[:, 0] = number - 6
        areas = [area(values[:, c], 1 / (1 + numpy.exp(-logits[:, c]))) for c in range(outputs)]
        accuracy = accuracy_score(values.reshape(-1), (logits > 0).astype(int).reshape(-1))
    else:
        present = range(classes) if number < 4 else sorted(source.sample(range(classes), max(1, 7 - number)))
        values = numpy.array([source.choice(present) for _ in range(samples)])
        probabilities = torch.softmax(torch.from_numpy(logits), 1).numpy()
        areas = [area((values == c).astype(int), probabilities[:, c]) for c in range(classes)]
        accuracy = accuracy_score(values, logits.argmax(1))
    defined = [a for a in areas if a is not None]
    return {
        "target": kind,
        "classes": classes,
        "logits": logits.reshape(-1).tolist(),
        "values": values.reshape(-1).tolist(),
        "auroc": sum(defined) / len(defined) if defined else None,
        "accuracy": accuracy,
    }


def area(positive, scores):
    return float(roc_auc_score(positive, scores)) if 0 < positive.sum() < len(positive) else None


def maml():
    """Outer gradients of one episode, first and second order, and the query logits after an adaptation."""
    found = {}
    for kind in TARGETS:
        model = conv4(OUTPUTS[kind])
        for order in (("first", "second") if kind == "multiclass" else ("second",)):
            outer = outer_gradient(model, kind, side=32, samples=8, steps=3, rate=0.1, second=order == "second")
            found.update({f"conv4/{kind}/{order}/{k}": v for k, v in outer.items()})
    found["conv4/multiclass/adapted"] = adapted(conv4(5), "multiclass", side=32, samples=8, steps=5, rate=0.1)
    for order in ("first", "second"):
        outer = outer_gradient(
            resnet("resnet18", 5, lift=4), "multiclass", side=64, samples=8, steps=2, rate=1e-2, second=order == "second"
        )
        found.update({f"resnet18/multiclass/{order}/{k}": v for k, v in outer.items()})
    return found


def episode(side, samples):
    return uniform("support", samples, 3, side, side, scale=2), uniform("query", samples, 3, side, side, scale=2)


def zero_head(model):
    parameters = {name: p.detach().clone().requires_grad_() for name, p in model.named_parameters()}
    heads = [name for name in parameters if ours(name).startswith("head0")]
    fast = {name: torch.zeros_like(p).requires_grad_() if name in heads else p for name, p in parameters.items()}
    return {name: p for name, p in parameters.items() if name not in heads}, fast


def transductive(model, fast, x):
    """Batch norm with the batch's own statistics; the running ones that it moves are copies."""
    buffers = {name: buffer.clone() for name, buffer in model.named_buffers()}
    return functional_call(model.train(), {**fast, **buffers}, (x,))


def inner_steps(model, fast, support, kind, steps, rate, second):
    for _ in range(steps):
        loss = loss_of(kind, transductive(model, fast, support), TARGETS[kind])
        gradients = torch.autograd.grad(loss, list(fast.values()), create_graph=second)
        fast = {name: p - rate * g for (name, p), g in zip(fast.items(), gradients)}
    return fast


def outer_gradient(model, kind, side, samples, steps, rate, second):
    support, query = episode(side, samples)
    backbone, fast = zero_head(model)
    fast = inner_steps(model, fast, support, kind, steps, rate, second)
    # the query's targets are the support's, rotated by one
    values = TARGETS[kind][1:] + TARGETS[kind][:1]
    loss = loss_of(kind, transductive(model, fast, query), values)
    gradients = torch.autograd.grad(loss, list(backbone.values()))
    return {"loss": loss, **{f"gradient/{name}": thin(g) for name, g in zip(backbone, gradients)}}


def adapted(model, kind, side, samples, steps, rate):
    support, query = episode(side, samples)
    fast = inner_steps(model, zero_head(model)[1], support, kind, steps, rate, False)
    return transductive(model, fast, query).detach()


def thinning():
    """Multi-label sets: the shortest prefix, from 2n on, with n positives and n negatives a label; then thinned."""
    return {"cases": [thinning_case(number) for number in range(24)]}


def thinning_case(number):
    source = random.Random(f"thinning {number}")
    labels = source.choice((1, 2, 3, 5, 8))
    n = source.choice((1, 2, 5))
    rates = [source.uniform(0.15, 0.7) for _ in range(labels)]
    table = [[int(source.random() < rate) for rate in rates] for _ in range(60)]
    union = set()
    for label in range(labels):
        for side in (1, 0):
            members = [i for i, row in enumerate(table) if row[label] == side]
            union.update(source.sample(members, n))
    order = sorted(union)
    source.shuffle(order)
    return {"labels": labels, "n": n, "table": sum(table, []), "order": order, "kept": thinned(table, order, n)}


def holds(table, images, n):
    columns = list(zip(*[table[i] for i in images]))
    return all(min(sum(column), len(column) - sum(column)) >= n for column in columns)


def thinned(table, order, n):
    kept = next(order[:length] for length in range(2 * n, len(order) + 1) if holds(table, order[:length], n))
    thinner = True
    while thinner:
        thinner = False
        for image in kept:
            fewer = [other for other in kept if other != image]
            if holds(table, fewer, n):
                kept, thinner = fewer, True
                break
    return kept


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    OUT.mkdir(parents=True, exist_ok=True)
    for topic in (networks, losses, optimisers, batch_norm, augmentation, metrics, maml, thinning):
        if len(sys.argv) < 2 or topic.__name__ in sys.argv[1:]:
            write(topic.__name__, agreed(topic))


if __name__ == "__main__":
    main()
