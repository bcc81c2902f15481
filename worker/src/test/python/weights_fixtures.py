"""Writes the small files of weights that the tests of the modules worker and cli read.

Made with Python 3.11, torch 2.7.1, torchvision 0.22.1, safetensors 0.8.0. Run it only to make them anew, in this folder;
no test needs Python:

    python weights_fixtures.py

Every floating-point value is a multiple of 1/32 between -50/32 and 50/32, which every type here holds exactly: the
tests compute the same ones (WeightsFixtures.java).
"""

import os
import zipfile
from collections import OrderedDict

import torch
import torchvision
from safetensors.torch import save_file
from torch import nn

WIDTH = 4


def value(tensor: int, element: int) -> float:
    return ((tensor * 17 + element * 37) % 101 - 50) / 32


class Block(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.conv = nn.Conv2d(channels, WIDTH, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(WIDTH)

    def forward(self, x):
        return nn.functional.max_pool2d(torch.relu(self.norm(self.conv(x))), 2)


class Conv4(nn.Module):
    """Holdout's conv4 by the same names; sizes is what TorchScript makes a list of."""

    def __init__(self):
        super().__init__()
        self.sizes = [1, 2]
        self.block1 = Block(3)
        self.block2 = Block(WIDTH)
        self.block3 = Block(WIDTH)
        self.block4 = Block(WIDTH)

    def forward(self, x):
        return self.block4(self.block3(self.block2(self.block1(x)))).flatten(1)


def conv4() -> Conv4:
    model = Conv4()
    floats = [t for t in model.state_dict().values() if t.is_floating_point()]
    with torch.no_grad():
        for number, tensor in enumerate(floats):
            values = torch.tensor([value(number, i) for i in range(tensor.numel())])
            tensor.copy_(values.reshape(tensor.shape))
    return model


def cast(state, dtype):
    return OrderedDict((n, t.to(dtype) if t.is_floating_point() else t) for n, t in state.items())


def views(state):
    """The same values: transposed in memory, inside a larger storage, two in one storage, one expanded."""
    out = OrderedDict(state)
    name = "block2.conv.weight"
    out[name] = state[name].permute(3, 1, 0, 2).contiguous().permute(2, 1, 3, 0)
    assert not out[name].is_contiguous()
    weight, bias = state["block1.norm.weight"], state["block1.norm.bias"]
    both = torch.cat([torch.zeros(3), weight, bias, torch.zeros(2)])
    out["block1.norm.weight"], out["block1.norm.bias"] = both[3:7], both[7:11]
    wide = torch.zeros(WIDTH, 5)
    wide[:, 2] = state["block3.norm.bias"]
    out["block3.norm.bias"] = wide[:, 2]
    out["fc.weight"] = torch.ones(1).expand(3, 8)
    return out


def without_debug_entries(file):
    """They name the folders of the machine, and torch loads the archive without them."""
    with zipfile.ZipFile(file) as archive:
        kept = [(i, archive.read(i)) for i in archive.infolist() if not i.filename.endswith(".debug_pkl")]
    with zipfile.ZipFile(file, "w") as archive:
        for info, content in kept:
            archive.writestr(info, content)
    torch.jit.load(file)


class Evil:
    def __reduce__(self):
        return os.system, ("echo the pickle ran",)


def constant(model):
    """A model's state dict in a few bytes: each tensor is one stored number, seen many times."""
    numbers = OrderedDict()
    for number, (name, tensor) in enumerate(model.state_dict().items()):
        one = torch.full((1,), number / 1024) if tensor.is_floating_point() else torch.ones(1, dtype=tensor.dtype)
        numbers[name] = one.expand(tensor.shape) if tensor.dim() else one[0]
    return numbers


def main() -> None:
    def at(name):
        return os.path.join("..", "resources", "io", "holdout", "worker", "learn", "weights", name)

    model = conv4()
    state = model.state_dict()
    torch.save(state, at("conv4.pth"))
    torch.save(state, at("conv4-protocol4.pth"), pickle_protocol=4)
    torch.save(state, at("conv4-legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save(cast(state, torch.float16), at("conv4-f16.pth"))
    torch.save(cast(state, torch.bfloat16), at("conv4-bf16.pth"))
    torch.save(cast(state, torch.float64), at("conv4-f64-legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save(views(state), at("conv4-views.pth"))
    torch.save(OrderedDict(model.named_parameters()) | {n: b for n, b in model.named_buffers()}, at("conv4-parameters.pth"))
    optimiser = torch.optim.Adam(model.parameters())
    training = {"epoch": 3, "state_dict": nn.DataParallel(model).state_dict(), "optimizer": optimiser.state_dict()}
    torch.save(training, at("conv4-training.pth"))
    torch.jit.script(model).save(at("conv4-script.pt"))
    without_debug_entries(at("conv4-script.pt"))
    save_file(cast(state, torch.bfloat16), at("conv4-bf16.safetensors"), metadata={"format": "pt"})
    torch.save(OrderedDict(weight=torch.zeros(2), evil=Evil()), at("evil.pth"))
    torch.save(OrderedDict(evil=Evil()), at("evil-legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save(model, at("whole-model.pth"))
    cli = os.path.join("..", "..", "..", "..", "cli", "src", "test", "resources", "io", "holdout", "cli")
    os.makedirs(cli, exist_ok=True)
    resnet18 = constant(torchvision.models.resnet18())
    torch.save(resnet18, os.path.join(cli, "resnet18-constant.pth"), _use_new_zipfile_serialization=False)


if __name__ == "__main__":
    main()
