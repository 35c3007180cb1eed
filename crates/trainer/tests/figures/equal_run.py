"""The default run in PyTorch, with the random numbers of Hourglass.

    HOURGLASS_DUMP=$PWD/target/run.json cargo test --test equal_run
    python crates/trainer/tests/figures/equal_run.py target/run.json

writes the mean squared errors per pixel on the test digits to equal_run.json. The digits come from `cargo xtask setup`.
"""

import gzip
import json
import sys
from pathlib import Path

import torch
from make import Network, terms

HERE = Path(__file__).parent
DIGITS = HERE.parents[3] / "www/data/digits-images-idx3-ubyte.gz"


def test_mse(run, images, variational):
    network = Network(784, run["hidden"], run["latent"], variational)
    weights = run["weights"]["vae" if variational else "ae"]
    network.load_state_dict({name: torch.tensor(w["values"]).reshape(w["shape"]) for name, w in weights.items()})
    optimizer = torch.optim.Adam(network.parameters(), lr=run["learning_rate"], betas=(0.9, 0.999), eps=1e-8)
    for batch, epsilon in zip(run["batches"], run["epsilon"]):
        optimizer.zero_grad()
        noise = torch.tensor(epsilon).reshape(len(batch), run["latent"])
        *_, reconstruction, kl = terms(network, images[batch], noise, "bce")
        (reconstruction + run["beta"] * kl).backward()
        optimizer.step()
    with torch.no_grad():
        test = images[run["test"]]
        _, _, logits = network(test, torch.zeros(len(test), run["latent"]))
        return (torch.sigmoid(logits) - test).square().mean().item()


if __name__ == "__main__":
    run = json.loads(Path(sys.argv[1]).read_text())
    pixels = bytearray(gzip.decompress(DIGITS.read_bytes())[16:])
    images = torch.frombuffer(pixels, dtype=torch.uint8).reshape(-1, 784).float() / 255
    figures = dict(ae_test_mse=test_mse(run, images, False), vae_test_mse=test_mse(run, images, True))
    (HERE / "equal_run.json").write_text(json.dumps(figures) + "\n")
    print(figures, f"PyTorch {torch.__version__}")
