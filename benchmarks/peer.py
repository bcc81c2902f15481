"""What a researcher writes today, in Python with PyTorch, torchvision, h5py and Pillow; the peer of LearningBenchmark.

Arguments: data folder, threads, memory format (default or channels_last). Runs one measurement for each line of standard
input and answers with the seconds it took.
"""

import copy
import statistics
import sys
import time

import h5py
import numpy
import torch
import torchvision
from PIL import Image
from sklearn.metrics import roc_auc_score
from torchvision import transforms

MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
CLASSES = 5


class Images(torch.utils.data.Dataset):
    """A MedIMeta dataset as the published loaders read it: HDF5 to Pillow to transforms."""

    def __init__(self, folder, transform, order=None):
        self.path = f"{folder}/bench/images.hdf5"
        self.transform = transform
        self.order = order
        self.labels = numpy.load(f"{folder}/bench/task_labels/kind.npy")
        self.file = None

    def __len__(self):
        return len(self.labels) if self.order is None else len(self.order)

    def __getitem__(self, index):
        if self.file is None:  # each worker process opens its own
            self.file = h5py.File(self.path, "r")["images"]
        index = index if self.order is None else int(self.order[index])
        return self.transform(Image.fromarray(self.file[index])), int(self.labels[index])


def plain(side):
    resize = [] if side == 224 else [transforms.Resize((side, side))]
    return transforms.Compose([*resize, transforms.ToTensor(), transforms.Normalize(MEAN, DEVIATION)])


def augmented(side):
    crop = transforms.Compose([transforms.RandomCrop(side * 200 // 224), transforms.Resize((side, side))])
    resize = [] if side == 224 else [transforms.Resize((side, side))]
    return transforms.Compose(
        [
            *resize,
            transforms.RandomHorizontalFlip(0.25),
            transforms.RandomVerticalFlip(0.25),
            transforms.RandomRotation(10, interpolation=transforms.InterpolationMode.BILINEAR),
            transforms.RandomApply([crop], 0.25),
            transforms.ToTensor(),
            transforms.Normalize(MEAN, DEVIATION),
        ]
    )


class Conv4(torch.nn.Module):
    def __init__(self, side, width=64):
        super().__init__()
        blocks = []
        for block in range(4):
            blocks += [
                torch.nn.Conv2d(3 if block == 0 else width, width, 3, padding=1, bias=False),
                torch.nn.BatchNorm2d(width),
                torch.nn.ReLU(),
                torch.nn.MaxPool2d(2),
            ]
        self.body = torch.nn.Sequential(*blocks)
        self.fc = torch.nn.Linear(width * (side // 16) ** 2, CLASSES)

    def forward(self, x):
        return self.fc(self.body(x).flatten(1))


class Peer:
    def __init__(self, folder, threads, layout):
        self.folder, self.threads = folder, threads
        self.format = torch.channels_last if layout == "channels_last" else torch.contiguous_format

    def model(self, backbone, side):
        model = Conv4(side) if backbone == "conv4" else getattr(torchvision.models, backbone)(num_classes=CLASSES)
        return model.to(memory_format=self.format)

    def step(self, side, batch, steps):
        model = self.model("resnet18", side).train()
        optimizer = torch.optim.Adam(model.parameters(), 1e-3)
        x = torch.rand(batch, 3, side, side) * 4 - 2
        y = torch.arange(batch) % CLASSES
        seconds = []
        for _ in range(steps + 1):
            started = time.perf_counter()
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x.to(memory_format=self.format)), y)
            loss.backward()
            optimizer.step()
            loss.item()
            seconds.append(time.perf_counter() - started)
        return statistics.median(seconds[1:])

    def load(self, side, count):
        order = numpy.random.default_rng(1).permutation(count)
        started = time.perf_counter()
        loader = torch.utils.data.DataLoader(
            Images(self.folder, augmented(side), order), batch_size=64, num_workers=self.threads
        )
        total = sum(float(x[0, 0, 0, 0]) for x, _ in loader)
        assert total == total
        return time.perf_counter() - started

    def episodes(self, backbone, side, episodes, steps, _slots):
        started = time.perf_counter()
        data = Images(self.folder, plain(side))
        start = self.model(backbone, side).state_dict()
        aurocs = []
        for episode in range(episodes):
            random = numpy.random.default_rng(episode)
            support, query = [], []
            for label in range(CLASSES):
                drawn = random.choice(numpy.flatnonzero(data.labels == label), 15, replace=False)
                support += list(drawn[:5])
                query += list(drawn[5:])
            aurocs.append(self.episode(backbone, side, steps, start, data, support, query))
        assert 0 <= statistics.mean(aurocs) <= 1
        return time.perf_counter() - started

    def episode(self, backbone, side, steps, start, data, support, query):
        model = self.model(backbone, side)
        model.load_state_dict(copy.deepcopy(start))
        model.fc.reset_parameters()
        optimizer = torch.optim.Adam(model.parameters(), 1e-3)
        x = torch.stack([data[i][0] for i in support]).to(memory_format=self.format)
        y = torch.tensor([data.labels[i] for i in support], dtype=torch.long)
        model.train()
        for _ in range(steps):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            x = torch.stack([data[i][0] for i in query]).to(memory_format=self.format)
            scores = torch.softmax(model(x), 1)
        return roc_auc_score(data.labels[query], scores.double().numpy() / scores.double().sum(1, keepdim=True).numpy(), multi_class="ovr")


def main():
    folder, threads, layout = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    torch.set_num_threads(threads)
    peer = Peer(folder, threads, layout)
    print(f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}", flush=True)
    for line in sys.stdin:
        name, *rest = line.split()
        arguments = [int(word) if word.isdigit() else word for word in rest]
        print(getattr(peer, name)(*arguments), flush=True)


if __name__ == "__main__":
    main()
