"""Exports a classifier to ONNX, in float32 and with onnxruntime's dynamic int8: onnx_export.py MODEL TARGET"""

import os
import sys

sys.setdlopenflags(os.RTLD_LAZY | os.RTLD_GLOBAL)  # torch's CUDA libraries are stand-ins that are never called
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModelForSequenceClassification

model_directory, target = sys.argv[1:3]
model = AutoModelForSequenceClassification.from_pretrained(model_directory, attn_implementation="eager").eval()
ids = torch.ones((2, 16), dtype=torch.int64)
names = ["input_ids", "attention_mask", "token_type_ids"]
axes = {name: {0: "batch", 1: "tokens"} for name in names}


class Logits(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids, attention_mask, token_type_ids).logits


os.makedirs(target, exist_ok=True)
torch.onnx.export(
    Logits(),
    (ids, ids, torch.zeros_like(ids)),
    f"{target}/fp32.onnx",
    input_names=names,
    output_names=["logits"],
    dynamic_axes=axes | {"logits": {0: "batch"}},
    opset_version=17,
    dynamo=False,
)
quantize_dynamic(f"{target}/fp32.onnx", f"{target}/int8.onnx", weight_type=QuantType.QInt8, per_channel=True)
