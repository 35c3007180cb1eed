"""Figures from PyTorch that the tests compare with: run `python tests/figures/make.py` where PyTorch is installed.

For each case (a small network with fixed weights, inputs and epsilon) it writes to figures.json the forward pass, each term
of the loss, the gradient of every parameter, and the parameters after three steps of Adam. Names and layouts are PyTorch's.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

CASES = [
    dict(name="ae-bce", variational=False, hidden=[9, 6], latent=2, loss="bce", beta=1.0),
    dict(name="ae-mse", variational=False, hidden=[7], latent=3, loss="mse", beta=1.0),
    dict(name="ae-linear", variational=False, hidden=[], latent=2, loss="mse", beta=1.0),
    dict(name="vae-bce", variational=True, hidden=[9, 6], latent=2, loss="bce", beta=1.0),
    dict(name="vae-mse", variational=True, hidden=[8], latent=4, loss="mse", beta=0.5),
]
PIXELS, BATCH, LEARNING_RATE, STEPS = 12, 5, 0.01, 3


def stack(widths):
    """Linear layers with a ReLU between two."""
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Network(nn.Module):
    def __init__(self, pixels, hidden, latent, variational):
        super().__init__()
        self.variational = variational
        if variational:
            trunk = stack([pixels, *hidden])
            self.encoder = nn.Sequential(*trunk, nn.ReLU())
            self.mu = nn.Linear(hidden[-1], latent)
            self.logvar = nn.Linear(hidden[-1], latent)
        else:
            self.encoder = stack([pixels, *hidden, latent])
        self.decoder = stack([latent, *reversed(hidden), pixels])

    def forward(self, images, epsilon):
        hidden = self.encoder(images)
        if not self.variational:
            return hidden, None, self.decoder(hidden)
        mu, logvar = self.mu(hidden), self.logvar(hidden)
        return mu, logvar, self.decoder(mu + torch.exp(0.5 * logvar) * epsilon)


def terms(network, images, epsilon, loss):
    """Reconstruction and KL: summed over an image, averaged over the batch."""
    mu, logvar, logits = network(images, epsilon)
    if loss == "bce":
        reconstruction = F.binary_cross_entropy_with_logits(logits, images, reduction="sum")
    else:
        reconstruction = F.mse_loss(torch.sigmoid(logits), images, reduction="sum")
    kl = torch.zeros(()) if logvar is None else -0.5 * (1 + logvar - mu.square() - logvar.exp()).sum()
    return mu, logvar, logits, reconstruction / len(images), kl / len(images)


def flat(tensor):
    return None if tensor is None else [float(value) for value in tensor.detach().flatten()]


def parameters(network, values):
    return [dict(name=name, shape=list(p.shape), values=flat(values(p))) for name, p in network.named_parameters()]


def case(spec):
    torch.manual_seed(1)
    network = Network(PIXELS, spec["hidden"], spec["latent"], spec["variational"])
    images = torch.rand(BATCH, PIXELS)
    epsilon = torch.randn(BATCH, spec["latent"])
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.999), eps=1e-8)
    figures = dict(
        spec, pixels=PIXELS, batch=BATCH, learning_rate=LEARNING_RATE, steps=STEPS, images=flat(images), epsilon=flat(epsilon),
        weights=parameters(network, lambda p: p),
    )
    for step in range(STEPS):
        optimizer.zero_grad()
        mu, logvar, logits, reconstruction, kl = terms(network, images, epsilon, spec["loss"])
        (reconstruction + spec["beta"] * kl).backward()
        if step == 0:
            figures.update(
                mean=flat(mu), logvar=flat(logvar), logits=flat(logits), reconstruction=reconstruction.item(), kl=kl.item(),
                gradients=parameters(network, lambda p: p.grad),
            )
        optimizer.step()
    figures["trained"] = parameters(network, lambda p: p)
    return figures


if __name__ == "__main__":
    path = Path(__file__).with_name("figures.json")
    path.write_text(json.dumps([case(spec) for spec in CASES]) + "\n")
    print(f"{path}: {len(CASES)} cases, PyTorch {torch.__version__}")
