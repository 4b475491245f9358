"""Trains small ones of the samples' models in PyTorch and writes down weights, batches and losses.

python3 trajectories.py  writes trajectories.json and trajectories.safetensors beside itself. Each model is trained in
float64, whose losses are the truth, and in float32, whose distance from it is the scale of the errors.
"""
import copy, json, math, os, struct
import torch
from torch import nn
from torch.nn import functional as F

STEPS, BATCHES = 30, 6
torch.set_num_threads(1)


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 4, 5), nn.Conv2d(4, 8, 5)
        self.fc1, self.fc2 = nn.Linear(8 * 2 * 2, 16), nn.Linear(16, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


class BasicBlock(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o)
        self.conv2, self.bn2 = nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o)
        if stride != 1:
            self.downsample = nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o))
        else:
            self.downsample = None

    def forward(self, x):
        r = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(r + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, w=4):
        super().__init__()
        group = lambda i, o, s: nn.Sequential(BasicBlock(i, o, s), BasicBlock(o, o, 1), BasicBlock(o, o, 1))
        self.conv1, self.bn1 = nn.Conv2d(3, w, 3, 1, 1, bias=False), nn.BatchNorm2d(w)
        self.layer1, self.layer2, self.layer3 = group(w, w, 1), group(w, 2 * w, 2), group(2 * w, 4 * w, 2)
        self.fc = nn.Linear(4 * w, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


class CharLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.lstm = nn.Embedding(17, 8), nn.LSTM(8, 16, 2, batch_first=True)
        self.head = nn.Linear(16, 17)

    def forward(self, x):
        return self.head(self.lstm(self.embedding(x))[0]).flatten(0, 1)


class Attention(nn.Module):
    def __init__(self, c, heads):
        super().__init__()
        self.heads, self.c_attn, self.c_proj = heads, nn.Linear(c, 3 * c, bias=False), nn.Linear(c, c, bias=False)

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = (y.view(b, t, self.heads, -1).transpose(1, 2) for y in self.c_attn(x).split(c, 2))
        s = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        s = s.masked_fill(torch.ones(t, t, dtype=torch.bool).triu(1), -math.inf)
        return self.c_proj((s.softmax(-1) @ v).transpose(1, 2).reshape(b, t, c))


class Block(nn.Module):
    def __init__(self, c, heads):
        super().__init__()
        self.ln_1, self.attn, self.ln_2 = nn.LayerNorm(c), Attention(c, heads), nn.LayerNorm(c)
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(c, 4 * c, bias=False), "c_proj": nn.Linear(4 * c, c, bias=False)})

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp["c_proj"](F.gelu(self.mlp["c_fc"](self.ln_2(x))))


class Gpt(nn.Module):
    def __init__(self, c=32, heads=2):
        super().__init__()
        self.transformer = nn.ModuleDict({
            "wte": nn.Embedding(17, c), "wpe": nn.Embedding(16, c),
            "h": nn.ModuleList([Block(c, heads), Block(c, heads)]), "ln_f": nn.LayerNorm(c)})
        self.lm_head = nn.Linear(c, 17, bias=False)
        self.lm_head.weight = self.transformer["wte"].weight
        for name, p in self.named_parameters():
            if p.dim() == 2:
                nn.init.normal_(p, 0, 0.02 / math.sqrt(4) if name.endswith("c_proj.weight") else 0.02)

    def forward(self, x):
        t = self.transformer
        y = t["wte"](x) + t["wpe"].weight[: x.shape[1]]
        for block in t["h"]:
            y = block(y)
        return self.lm_head(t["ln_f"](y)).flatten(0, 1)


def adam(p):
    return torch.optim.Adam(p, 1e-3)


def sgd(p):
    return torch.optim.SGD(p, 0.001, momentum=0.9, weight_decay=1e-4)


def adamw(p):
    return torch.optim.AdamW(p, 1e-3, (0.9, 0.99), weight_decay=0.1)


def images(channels, side):
    return torch.randn(BATCHES, 8, channels, side, side), torch.randint(10, (BATCHES, 8))


def text():
    tokens = torch.randint(17, (BATCHES, 4, 17))
    return tokens[:, :, :-1].contiguous(), tokens[:, :, 1:].reshape(BATCHES, -1)


def losses(model, optimizer, x, y):
    result = []
    for t in range(STEPS):
        loss = F.cross_entropy(model(x[t % BATCHES]), y[t % BATCHES])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        result.append(loss.item())
    return result


def main():
    arrays, cases = {}, {}
    for name, make, optimizer, data in (
            ("LeNet", LeNet, adam, lambda: images(1, 20)), ("ResNet", ResNet, sgd, lambda: images(3, 16)),
            ("CharLstm", CharLstm, adam, text), ("Gpt", Gpt, adamw, text)):
        torch.manual_seed(7)
        model = make()
        x, y = data()
        for key, value in model.state_dict().items():
            arrays[name + ".weights." + key] = value.clone()
        arrays[name + ".x"], arrays[name + ".y"] = x, y
        double = copy.deepcopy(model).double()
        cases[name] = {
            "losses64": losses(double, optimizer(double.parameters()), x.double() if x.is_floating_point() else x, y),
            "losses32": losses(model, optimizer(model.parameters()), x, y)}
        far = max(abs(a - b) for a, b in zip(cases[name]["losses64"], cases[name]["losses32"]))
        print(name, cases[name]["losses64"][0], cases[name]["losses64"][-1], far)
    header, data = {}, b""
    for name, array in arrays.items():
        content = array.contiguous().numpy().tobytes()
        kind = {torch.float32: "F32", torch.int64: "I64"}[array.dtype]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "trajectories.safetensors"), "wb") as f:
        f.write(struct.pack("<Q", len(head)) + head + data)
    with open(os.path.join(here, "trajectories.json"), "w") as f:
        json.dump(cases, f, indent=1)


main()
