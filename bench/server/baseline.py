"""The service that one would write by hand: FastAPI and transformers, one request at a time, batches padded.

It is what `make bench-server` compares with. MODEL names the directory; uvicorn serves `baseline:app`.
"""

import os
import sys
import time

sys.setdlopenflags(os.RTLD_LAZY | os.RTLD_GLOBAL)  # torch's CUDA libraries are stand-ins that are never called
import torch
from fastapi import FastAPI
from pydantic import BaseModel
from transformers import AutoModelForSequenceClassification, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(os.environ["MODEL"])
model = AutoModelForSequenceClassification.from_pretrained(os.environ["MODEL"]).eval()
BATCH = 32
app = FastAPI()


class Text(BaseModel):
    text: str
    max_length: int = 512


class Texts(BaseModel):
    texts: list[str]
    max_length: int = 512


def ask(texts, max_length):
    inputs = tokenizer(texts, return_tensors="pt", padding=True, truncation=True, max_length=max_length)
    with torch.no_grad():
        probabilities = torch.softmax(model(**inputs).logits, dim=-1)
    top = torch.topk(probabilities, k=min(3, probabilities.shape[-1]))
    return [
        [
            {"label": int(index), "score": float(score), "rank": rank + 1}
            for rank, (score, index) in enumerate(zip(scores, indices))
        ]
        for scores, indices in zip(top.values, top.indices)
    ]


@app.post("/predict")
async def predict(body: Text):
    start = time.time()
    predictions = ask([body.text], body.max_length)[0]
    return {"predictions": predictions, "processing_time": time.time() - start}


@app.post("/batch_predict")
async def batch_predict(body: Texts):
    start = time.time()
    predictions = []
    for first in range(0, len(body.texts), BATCH):
        for answer in ask(body.texts[first : first + BATCH], body.max_length):
            predictions.append({"text_index": len(predictions), "predictions": answer})
    return {"predictions": predictions, "processing_time": time.time() - start}


@app.get("/health")
async def health():
    return {"status": "healthy"}
