"""The real server, as the launcher starts it, with a random BERT of a few kilobytes. Python's own library is enough."""

import contextlib
import json
import random
import re
import string
import struct
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
LAUNCHER = ROOT / "inference-server/bin/modelserver"
HIDDEN, INNER, LAYERS, POSITIONS = 16, 32, 2, 64
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
VOCABULARY = SPECIAL + list(string.ascii_lowercase) + ["##" + letter for letter in string.ascii_lowercase]
LABELS = {"classifier": ["good", "bad", "ugly"], "reranker": ["fit"], "embedder": []}


def weights(outputs):
    shapes = {
        "embeddings.word_embeddings.weight": (len(VOCABULARY), HIDDEN),
        "embeddings.position_embeddings.weight": (POSITIONS, HIDDEN),
        "embeddings.token_type_embeddings.weight": (2, HIDDEN),
    }

    def linear(name, out, inner):
        shapes.update({f"{name}.weight": (out, inner), f"{name}.bias": (out,)})

    linear_norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        base = f"encoder.layer.{layer}."
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            linear(f"{base}attention.{part}", HIDDEN, HIDDEN)
        linear(base + "intermediate.dense", INNER, HIDDEN)
        linear(base + "output.dense", HIDDEN, INNER)
        linear_norms += [base + "attention.output.LayerNorm", base + "output.LayerNorm"]
    for name in linear_norms:
        shapes.update({f"{name}.weight": (HIDDEN,), f"{name}.bias": (HIDDEN,)})
    linear("pooler.dense", HIDDEN, HIDDEN)
    if outputs:
        shapes = {"bert." + name: shape for name, shape in shapes.items()}
        linear("classifier", outputs, HIDDEN)
    return shapes


def write_safetensors(path, shapes):
    numbers = random.Random(1)
    header, data = {}, bytearray()
    for name, shape in shapes.items():
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        mean = 1 if name.endswith("LayerNorm.weight") else 0
        start = len(data)
        data += struct.pack(f"<{count}f", *(numbers.gauss(mean, 0.5) for _ in range(count)))
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [start, len(data)]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def tokenizer():
    def token(name, types):
        return {"SpecialToken": {"id": name, "type_id": types}}

    def sequence(name, types):
        return {"Sequence": {"id": name, "type_id": types}}

    single = [token("[CLS]", 0), sequence("A", 0), token("[SEP]", 0)]
    flags = dict(single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [dict(id=i, content=name, **flags) for i, name in enumerate(SPECIAL)],
        "normalizer": dict(
            type="BertNormalizer", clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True
        ),
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": single,
            "pair": single + [sequence("B", 1), token("[SEP]", 1)],
            "special_tokens": {
                name: {"id": name, "ids": [VOCABULARY.index(name)], "tokens": [name]} for name in ("[CLS]", "[SEP]")
            },
        },
        "decoder": None,
        "model": dict(
            type="WordPiece",
            unk_token="[UNK]",
            continuing_subword_prefix="##",
            max_input_chars_per_word=100,
            vocab={word: i for i, word in enumerate(VOCABULARY)},
        ),
    }


def write_model(directory, kind):
    labels = LABELS[kind]
    config = dict(
        model_type="bert",
        architectures=["BertForSequenceClassification" if labels else "BertModel"],
        hidden_size=HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=4,
        intermediate_size=INNER,
        max_position_embeddings=POSITIONS,
        type_vocab_size=2,
        vocab_size=len(VOCABULARY),
        hidden_act="gelu",
        layer_norm_eps=1e-12,
        pad_token_id=0,
    )
    if labels:
        config["id2label"] = {str(i): label for i, label in enumerate(labels)}
    (directory / "config.json").write_text(json.dumps(config))
    (directory / "tokenizer.json").write_text(json.dumps(tokenizer()))
    write_safetensors(directory / "model.safetensors", weights(len(labels)))


@contextlib.contextmanager
def serving(kind, *flags):
    """Starts a server with a model of that kind; yields its address and the file with all it says."""
    with tempfile.TemporaryDirectory() as directory:
        directory = Path(directory)
        write_model(directory, kind)
        log = directory / "log"
        command = [LAUNCHER, "serve", "--model", directory, "--model-name", kind, "--host", "127.0.0.1", "--port", "0"]
        with open(log, "wb") as output:
            server = subprocess.Popen([*command, "--device", "cpu", *flags], stdout=output, stderr=subprocess.STDOUT)
        try:
            yield wait_until_ready(server, log), log
            if server.poll() is not None:
                raise SystemExit(f"the server ended with {server.returncode}: {log.read_text()}")
        finally:
            server.kill()
            server.wait()


def wait_until_ready(server, log):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        said = re.search(r"on (http://127\.0\.0\.1:\d+)", log.read_text())
        if said:
            return said.group(1)
        time.sleep(0.05)
    raise SystemExit(f"the server did not start: {log.read_text()}")


def get(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()
