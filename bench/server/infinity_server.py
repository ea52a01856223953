"""Infinity with its torch engine as it comes, as a peer of `make bench-server`: MODEL names the directory, uvicorn serves `infinity_server:app`."""

import os
import sys

sys.setdlopenflags(os.RTLD_LAZY | os.RTLD_GLOBAL)  # torch's CUDA libraries are stand-ins that are never called
os.environ["DO_NOT_TRACK"] = "1"
from infinity_emb.args import EngineArgs
from infinity_emb.infinity_server import create_server

app = create_server(
    engine_args_list=[
        EngineArgs(
            model_name_or_path=os.environ["MODEL"],
            served_model_name="model",
            engine="torch",
            device="cpu",
            dtype="float32",
            bettertransformer=False,
            model_warmup=True,
        )
    ]
)
