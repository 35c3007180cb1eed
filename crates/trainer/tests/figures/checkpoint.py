"""Reads a file that the page saved with PyTorch, and loads its weights into equal networks.

    python crates/trainer/tests/figures/checkpoint.py run.safetensors [expected.json]

prints each network. Given what Hourglass computed (rows, and their codes and outputs), it compares, and fails if PyTorch is off by
more than 1e-5. `cargo test --test pytorch` runs it.
"""

import json
import sys
from pathlib import Path

import torch
from make import ANSWERS, USUAL, Network


def load(path):
    """The tensors of a safetensors file and its metadata, without the package `safetensors`."""
    raw = Path(path).read_bytes()
    begin = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:begin])
    metadata = header.pop("__metadata__")

    def tensor(entry):
        first, last = entry["data_offsets"]
        return torch.frombuffer(bytearray(raw[begin + first : begin + last]), dtype=torch.float32).reshape(entry["shape"])

    return {name: tensor(entry) for name, entry in header.items()}, metadata


def network(tensors, metadata, model):
    """The network of a model, "ae" or "vae"; None if the file has none."""
    weights = {name.removeprefix(f"{model}."): tensor for name, tensor in tensors.items() if name.startswith(f"{model}.")}
    if not weights:
        return None
    settings = dict(pair.split("=") for pair in metadata["config"].split("&"))
    first = weights.get("encoder.0.weight", weights.get("mu.weight"))
    last = max((name for name in weights if name.startswith("decoder.")), key=lambda name: int(name.split(".")[1]))
    is_image = first.dim() == 4
    pixels = int(settings["size"]) ** 2
    spec = dict(
        USUAL, variational=model == "vae", hidden=[int(width) for width in settings["hidden"].split(",") if width],
        latent=int(settings["latent"]), net=settings["net"], activation=settings["activation"], code=settings["code"],
        output=settings["output"], inputs=pixels if is_image else first.shape[1], outputs=pixels if is_image else len(weights[last]),
    )
    network = Network(spec)
    network.load_state_dict(weights)
    return network


def off(network, expected):
    """The largest difference from the expected values."""
    with torch.no_grad():
        rows = torch.tensor(expected["rows"]).reshape(-1, network.spec["inputs"])
        mean, logvar = network.encode(rows)
        answers = ANSWERS[network.spec["output"]](network.decoder(mean).flatten(1))
    ours = dict(mean=mean, answers=answers) | (dict(logvar=logvar) if logvar is not None else {})
    return max((values.flatten() - torch.tensor(expected[name])).abs().max().item() for name, values in ours.items())


if __name__ == "__main__":
    tensors, metadata = load(sys.argv[1])
    expected = json.loads(Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else {}
    for model in ["ae", "vae"]:
        loaded = network(tensors, metadata, model)
        if loaded is not None and model in expected:
            difference = off(loaded, expected[model])
            print(f"{model}: off by {difference:.1e} at most")
            assert difference <= 1e-5, model
        elif loaded is not None:
            print(model, loaded)
        assert loaded is not None or model not in expected, f"{model} is missing"
