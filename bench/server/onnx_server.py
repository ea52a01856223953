"""ONNX Runtime behind FastAPI: one session, one thread a core, a request a thread. ONNX names the file, MODEL the tokenizer."""

import os
from concurrent.futures import ThreadPoolExecutor
import asyncio
import time

import numpy
import onnxruntime
from fastapi import FastAPI
from pydantic import BaseModel
from tokenizers import Tokenizer

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
session = onnxruntime.InferenceSession(os.environ["ONNX"], options, providers=["CPUExecutionProvider"])
tokenizer = Tokenizer.from_file(os.environ["MODEL"] + "/tokenizer.json")
tokenizer.no_padding()
tokenizer.enable_truncation(512)
workers = ThreadPoolExecutor(os.cpu_count())
app = FastAPI()


class Text(BaseModel):
    text: str


def ask(text):
    encoding = tokenizer.encode(text)
    inputs = {
        "input_ids": numpy.array([encoding.ids], dtype=numpy.int64),
        "attention_mask": numpy.array([encoding.attention_mask], dtype=numpy.int64),
        "token_type_ids": numpy.array([encoding.type_ids], dtype=numpy.int64),
    }
    logits = session.run(None, inputs)[0][0]
    weights = numpy.exp(logits - logits.max())
    scores = weights / weights.sum()
    order = numpy.argsort(-scores)[:3]
    return [{"label": int(i), "score": float(scores[i]), "rank": rank + 1} for rank, i in enumerate(order)]


@app.post("/predict")
async def predict(body: Text):
    start = time.time()
    predictions = await asyncio.get_running_loop().run_in_executor(workers, ask, body.text)
    return {"predictions": predictions, "processing_time": time.time() - start}


@app.get("/health")
async def health():
    return {"status": "healthy"}
