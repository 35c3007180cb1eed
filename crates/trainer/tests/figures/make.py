"""Makes the figures that the tests compare with: run `python crates/trainer/tests/figures/make.py` with PyTorch installed.

For each case (a small network with fixed weights, inputs and epsilon) it writes to figures.json the forward pass, each term
of the loss, the gradient of every parameter, and the parameters after three steps of Adam. Names and layouts are PyTorch's.
"""

import json
import math
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

USUAL = dict(
    variational=False, net="dense", hidden=[9, 6], inputs=12, outputs=12, latent=2, activation="relu", code="linear",
    output="sigmoid", range="unit", loss="bce", beta=1.0, kl_over="mean", sparse=0.0, contractive=0.0, noisy=False, batch=5, seed=1,
)
CASES = [
    dict(name="ae-bce"),
    dict(name="ae-mse", hidden=[7], latent=3, loss="mse"),
    dict(name="ae-no-hidden", hidden=[], loss="mse"),
    dict(name="vae-bce", variational=True),
    dict(name="vae-mse", variational=True, hidden=[8], latent=4, loss="mse", beta=0.5),
    dict(name="vae-only-reconstruction", variational=True, beta=0.0),
    dict(name="vae-kl-rules", variational=True, beta=20.0),
    dict(name="leaky-relu-tanh", activation="leaky", output="tanh", range="signed", loss="mse"),
    dict(name="tanh-bce-signed", activation="tanh", output="tanh", range="signed"),
    dict(name="sigmoid-relu-code", activation="sigmoid", code="relu", hidden=[7], latent=5, loss="mse"),
    dict(name="linear", activation="linear", output="linear", loss="mse", hidden=[7]),
    dict(name="tanh-unit", output="tanh", loss="mse"),
    dict(name="sparse", code="relu", latent=5, sparse=0.7),
    dict(name="sparse-linear-code", activation="tanh", sparse=0.3, loss="mse"),
    dict(name="contractive-no-hidden", hidden=[], contractive=0.5),
    dict(name="contractive-relu", hidden=[7], contractive=0.5, loss="mse"),
    dict(name="contractive-sigmoid", activation="sigmoid", contractive=2.0),
    dict(name="contractive-tanh-relu-code", activation="tanh", code="relu", hidden=[9, 7, 6], latent=4, contractive=0.9),
    dict(name="contractive-leaky-sparse", activation="leaky", contractive=0.4, sparse=0.2, loss="mse"),
    # Adam divides by the gradient; with another seed, one gradient is nearly 0, and rounding decides the step.
    dict(name="contractive-linear", activation="linear", contractive=0.4, seed=2),
    dict(name="denoising", noisy=True),
    dict(name="denoising-vae", variational=True, noisy=True, loss="mse"),
    dict(name="convolutional", net="conv", inputs=144, outputs=144, hidden=[3, 4, 5], batch=3),
    dict(name="convolutional-vae", net="conv", variational=True, inputs=144, outputs=144, hidden=[3, 4], batch=3, loss="mse"),
    dict(name="convolutional-one", net="conv", inputs=36, outputs=36, hidden=[3, 6], activation="tanh", code="relu", batch=3),
    dict(name="table", inputs=5, outputs=1, hidden=[8], batch=7),
    dict(name="table-vae", variational=True, inputs=5, outputs=1, hidden=[8], batch=7),
    dict(name="table-vae-summed", variational=True, inputs=5, outputs=1, hidden=[8], batch=7, kl_over="sum"),
]
LEARNING_RATE, STEPS = 0.01, 3
ACTIVATIONS = dict(relu=nn.ReLU, leaky=lambda: nn.LeakyReLU(0.2), tanh=nn.Tanh, sigmoid=nn.Sigmoid, linear=nn.Identity)
ANSWERS = dict(sigmoid=torch.sigmoid, tanh=torch.tanh, linear=lambda logits: logits)


class Network(nn.Module):
    """The encoder ends in its last activation; the head follows. Layers with weights have even indices."""

    def __init__(self, spec):
        super().__init__()
        self.spec = spec
        act = ACTIVATIONS[spec["activation"]]
        side = math.isqrt(spec["inputs"])
        patches, channels = [], 1
        if spec["net"] == "conv":
            for width in spec["hidden"]:
                if side % 2:
                    break
                patches.append((channels, width))
                side, channels = side // 2, width
        dense = spec["hidden"][len(patches):]
        features = side * side * channels if patches else spec["inputs"]
        layers = []
        for i, (inputs, outputs) in enumerate(patches):
            layers += [nn.Conv2d(inputs, outputs, 2, 2), act()]
        if patches:
            layers[-1] = nn.Sequential(layers[-1], nn.Flatten())
        widths = [features, *dense]
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [nn.Linear(inputs, outputs), act()]
        if spec["variational"]:
            self.encoder = nn.Sequential(*layers)
            self.mu = nn.Linear(widths[-1], spec["latent"])
            self.logvar = nn.Linear(widths[-1], spec["latent"])
        else:
            code = [nn.ReLU()] if spec["code"] == "relu" else []
            self.encoder = nn.Sequential(*layers, nn.Linear(widths[-1], spec["latent"]), *code)
        widths = [spec["latent"], *reversed(dense), features if patches else spec["outputs"]]
        layers = []
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [nn.Linear(inputs, outputs), act()]
        if patches:
            layers[-1] = nn.Sequential(layers[-1], nn.Unflatten(1, (channels, side, side)))
            for outputs, inputs in reversed(patches):
                layers += [nn.ConvTranspose2d(inputs, outputs, 2, 2), act()]
        self.decoder = nn.Sequential(*layers[:-1])
        self.side = math.isqrt(spec["inputs"])

    def encode(self, rows):
        if self.spec["net"] == "conv":
            rows = rows.view(-1, 1, self.side, self.side)
        hidden = self.encoder(rows)
        if not self.spec["variational"]:
            return hidden, None
        return self.mu(hidden), self.logvar(hidden)

    def forward(self, rows, epsilon):
        mean, logvar = self.encode(rows)
        z = mean if logvar is None else mean + torch.exp(0.5 * logvar) * epsilon
        return mean, logvar, self.decoder(z).flatten(1)


def jacobian(network, rows):
    """The squared Frobenius norm of the code's Jacobian, averaged over the batch."""
    norms = []
    for row in rows:
        code = lambda row: network.encode(row[None])[0][0]
        norms.append(torch.autograd.functional.jacobian(code, row, create_graph=True).square().sum())
    return torch.stack(norms).mean()


def terms(network, inputs, targets, epsilon):
    """Reconstruction, KL and penalty: summed over an example, averaged over the batch."""
    spec = network.spec
    mean, logvar, logits = network(inputs, epsilon)
    answers = ANSWERS[spec["output"]](logits)
    if spec["loss"] == "mse":
        reconstruction = F.mse_loss(answers, targets, reduction="sum")
    elif spec["output"] == "tanh":
        reconstruction = F.binary_cross_entropy((answers + 1) / 2, (targets + 1) / 2, reduction="sum")
    else:
        reconstruction = F.binary_cross_entropy_with_logits(logits, targets, reduction="sum")
    kl = torch.zeros(()) if logvar is None else -0.5 * (1 + logvar - mean.square() - logvar.exp()).sum()
    penalty = torch.zeros(())
    if spec["sparse"]:
        penalty = penalty + spec["sparse"] * mean.abs().sum() / len(inputs)
    if spec["contractive"]:
        penalty = penalty + spec["contractive"] * jacobian(network, inputs)
    return mean, logvar, logits, reconstruction / len(inputs), kl / len(inputs), penalty


def flat(tensor):
    return None if tensor is None else [float(f"{value:.9g}") for value in tensor.detach().flatten()]


def parameters(network, values):
    return [dict(name=name, shape=list(p.shape), values=flat(values(p))) for name, p in network.named_parameters()]


def case(given):
    spec = {**USUAL, **given}
    torch.manual_seed(spec["seed"])
    network = Network(spec)
    targets = torch.rand(spec["batch"], spec["inputs"])
    if spec["range"] == "signed":
        targets = 2 * targets - 1
    inputs = targets + 0.3 * torch.randn_like(targets) if spec["noisy"] else targets
    if spec["outputs"] != spec["inputs"]:
        targets = (torch.rand(spec["batch"], spec["outputs"]) > 0.5).float()
    epsilon = torch.randn(spec["batch"], spec["latent"])
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.999), eps=1e-8)
    figures = dict(
        spec, learning_rate=LEARNING_RATE, steps=STEPS, rows=flat(inputs), targets=flat(targets), epsilon=flat(epsilon),
        weights=parameters(network, lambda p: p),
    )
    for step in range(STEPS):
        optimizer.zero_grad()
        mean, logvar, logits, reconstruction, kl, penalty = terms(network, inputs, targets, epsilon)
        weight = spec["beta"] * (spec["batch"] if spec["kl_over"] == "sum" else 1)
        loss = reconstruction + weight * kl + penalty
        loss.backward()
        if step == 0:
            norm = None if spec["net"] == "conv" else jacobian(network, inputs).item()
            figures.update(
                mean=flat(mean), logvar=flat(logvar), logits=flat(logits), reconstruction=reconstruction.item(), kl=kl.item(),
                penalty=penalty.item(), loss_value=loss.item(), jacobian=norm,
                gradients=parameters(network, lambda p: p.grad),
            )
        optimizer.step()
    figures["trained"] = parameters(network, lambda p: p)
    return figures


if __name__ == "__main__":
    path = Path(__file__).with_name("figures.json")
    path.write_text(json.dumps([case(spec) for spec in CASES]) + "\n")
    print(f"{path}: {len(CASES)} cases, PyTorch {torch.__version__}")
