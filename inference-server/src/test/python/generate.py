"""Writes tiny random models and what transformers computes for them and for the real ones.

Usage: generate.py OUTPUT MODELS

OUTPUT/NAME.json holds one model's cases: its directory, its task, and for each text the tokenizer's ids, the logits or the
sentence embedding in float32, and for a classifier the labels and scores of the text-classification pipeline. OUTPUT/NAME/ is the model, except for the real ones, which stay in MODELS.
"""

import functools
import json
import os
import sys
from pathlib import Path

sys.setdlopenflags(os.RTLD_LAZY | os.RTLD_GLOBAL)  # torch's CUDA libraries are not there and never called

import torch  # noqa: E402
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers  # noqa: E402
from transformers import (  # noqa: E402
    AutoModel,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    BertConfig,
    CamembertConfig,
    DebertaV2Config,
    DistilBertConfig,
    ModernBertConfig,
    MPNetConfig,
    PreTrainedTokenizerFast,
    RobertaConfig,
    TextClassificationPipeline,
    XLMRobertaConfig,
)

MAX_LENGTH = 64
LONG = 512  # where the distances of real models grow coarse and their windows end
VOCABULARY = 600
SENTENCES = [
    "The service answered within a second.",
    "Free money!!! Click here to claim your $1,000,000 prize now.",
    "Can we move tomorrow's meeting to 3 pm?",
    "机器学习模型已经部署完成。",
    "今天天气很好,我们去公园散步吧!",
    "La réponse était déjà arrivée à l'été.",
    "Straße, naïve, Ångström, İstanbul.",
    "🎉🚀 Launch day! 👩‍👩‍👧‍👦 ❤️",
    "混合 text with 表情 😀 and numbers 12345.",
    "a",
    ".",
    "   leading, trailing and   inner spaces \t and\nlines   ",
    "[CLS] [SEP] [MASK] <s> </s> special tokens as text",
    "don't won't they're co-operate e-mail user@example.com",
    "",
    "word " * 30,
    "A longer paragraph walks through tokenization, attention and pooling, and it goes on. " * 12,
    "模型部署与推理服务。" * 40,
    "😀" * 100,
    "Far apart: " + "near and far, " * 200 + "the end.",
]


def wordpiece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=special)
    tokenizer.train_from_iterator(SENTENCES, trainer)
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", sep), ("[CLS]", cls))
    tokenizer.decoder = decoders.WordPiece()
    names = dict(unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]")
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=MAX_LENGTH, **names)


ROBERTA_SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
ROBERTA_NAMES = dict(
    bos_token="<s>", eos_token="</s>", cls_token="<s>", sep_token="</s>",
    unk_token="<unk>", pad_token="<pad>", mask_token="<mask>",
)


def byte_level_bpe():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=ROBERTA_SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=MAX_LENGTH, **ROBERTA_NAMES)


MPNET_SPECIAL = ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"]
MPNET_NAMES = ROBERTA_NAMES | dict(unk_token="[UNK]")


def mpnet_wordpiece(limit=MAX_LENGTH):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=MPNET_SPECIAL)
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer.decoder = decoders.WordPiece()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=limit, **MPNET_NAMES)


BRACKETED_SPECIAL = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
BRACKETED_NAMES = dict(
    bos_token="[CLS]", eos_token="[SEP]", cls_token="[CLS]", sep_token="[SEP]",
    unk_token="[UNK]", pad_token="[PAD]", mask_token="[MASK]",
)


def bracketed(tokenizer, limit):
    """Closes a tokenizer with the special tokens of DeBERTa and ModernBERT."""
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=limit, **BRACKETED_NAMES)


def deberta_unigram(limit=MAX_LENGTH):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=VOCABULARY, special_tokens=BRACKETED_SPECIAL, unk_token="[UNK]")
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.decoder = decoders.Metaspace()
    return bracketed(tokenizer, limit)


def modernbert_bpe(limit=MAX_LENGTH):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=BRACKETED_SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.decoder = decoders.ByteLevel()
    return bracketed(tokenizer, limit)


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=VOCABULARY, special_tokens=ROBERTA_SPECIAL, unk_token="<unk>")
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.decoder = decoders.Metaspace()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=MAX_LENGTH, **ROBERTA_NAMES)


BERT_SIZES = dict(
    vocab_size=VOCABULARY, hidden_size=48, num_hidden_layers=3, num_attention_heads=4, intermediate_size=96,
    max_position_embeddings=MAX_LENGTH,
)
# RoBERTa's positions start after the padding id, so its table has two rows more than there are positions.
ROBERTA_SIZES = BERT_SIZES | dict(max_position_embeddings=MAX_LENGTH + 2, type_vocab_size=1, layer_norm_eps=1e-5)
DISTILBERT_SIZES = dict(
    vocab_size=VOCABULARY, dim=48, n_layers=3, n_heads=4, hidden_dim=96, max_position_embeddings=MAX_LENGTH
)
# Few buckets and a narrow window, so that the texts reach beyond both; real ones have 256 and 128.
DEBERTA_SIZES = BERT_SIZES | dict(
    relative_attention=True, position_buckets=16, norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type="p2c|c2p",
    position_biased_input=False, type_vocab_size=0, pooler_hidden_size=48, pooler_dropout=0,
)
# Every field that DeBERTa's published checkpoints leave at one value, at the other.
DEBERTA_PLAIN = BERT_SIZES | dict(
    relative_attention=True, position_biased_input=True, type_vocab_size=2, max_relative_positions=24, pooler_hidden_size=48,
    pooler_hidden_act="tanh",
)
MODERNBERT_SIZES = BERT_SIZES | dict(
    local_attention=16, global_attn_every_n_layers=2, pad_token_id=0, bos_token_id=1, cls_token_id=1, eos_token_id=2,
    sep_token_id=2, reference_compile=False,
)
MODERNBERT_BIASES = dict(attention_bias=True, mlp_bias=True, norm_bias=True, classifier_bias=True)
LABELS = dict(id2label={0: "no", 1: "maybe", 2: "yes"}, label2id={"no": 0, "maybe": 1, "yes": 2})
ONE_LABEL = dict(id2label={0: "relevant"}, label2id={"relevant": 0})

# name: configuration, tokenizer, and for an embedding its pooling and whether it is normalised
TINY = {
    "bert-classification": (BertConfig(**BERT_SIZES, **LABELS), wordpiece, None),
    "bert-relu-classification": (BertConfig(**BERT_SIZES, **LABELS, hidden_act="relu"), wordpiece, None),
    "bert-float16-classification": (BertConfig(**BERT_SIZES, **LABELS), wordpiece, None),
    "bert-embedding": (BertConfig(**BERT_SIZES, hidden_act="gelu_new"), wordpiece, ("mean", True)),
    "distilbert-classification": (DistilBertConfig(**DISTILBERT_SIZES, **LABELS), wordpiece, None),
    "distilbert-embedding": (DistilBertConfig(**DISTILBERT_SIZES, activation="relu"), wordpiece, ("mean", False)),
    "roberta-classification": (RobertaConfig(**ROBERTA_SIZES, **LABELS), byte_level_bpe, None),
    "roberta-embedding": (RobertaConfig(**ROBERTA_SIZES, hidden_act="gelu_new"), byte_level_bpe, ("cls", True)),
    "xlm-roberta-classification": (XLMRobertaConfig(**ROBERTA_SIZES, **LABELS), unigram, None),
    "camembert-embedding": (CamembertConfig(**ROBERTA_SIZES), unigram, ("mean", True)),
    "mpnet-classification": (MPNetConfig(**ROBERTA_SIZES, **LABELS), mpnet_wordpiece, None),
    "mpnet-embedding": (MPNetConfig(**ROBERTA_SIZES), mpnet_wordpiece, ("mean", True)),
    "deberta-v2-classification": (
        DebertaV2Config(**DEBERTA_SIZES, **LABELS, conv_kernel_size=3, conv_act="gelu"), deberta_unigram, None,
    ),
    "deberta-v3-classification": (DebertaV2Config(**DEBERTA_SIZES, **LABELS), deberta_unigram, None),
    "deberta-v3-embedding": (DebertaV2Config(**DEBERTA_SIZES), deberta_unigram, ("mean", True)),
    "deberta-apart-classification": (
        DebertaV2Config(**DEBERTA_PLAIN, **LABELS, pos_att_type=["c2p", "p2c"], position_buckets=8, conv_kernel_size=5,
                        conv_groups=4),
        deberta_unigram, None,
    ),
    "deberta-c2p-embedding": (DebertaV2Config(**DEBERTA_PLAIN, pos_att_type="c2p"), deberta_unigram, ("cls", False)),
    "deberta-p2c-embedding": (DebertaV2Config(**DEBERTA_PLAIN, pos_att_type="p2c"), deberta_unigram, ("mean", False)),
    "modernbert-classification": (ModernBertConfig(**MODERNBERT_SIZES, **LABELS), modernbert_bpe, None),
    "modernbert-mean-classification": (
        ModernBertConfig(**MODERNBERT_SIZES, **MODERNBERT_BIASES, **LABELS, classifier_pooling="mean",
                         classifier_activation="relu", local_rope_theta=None, global_rope_theta=500.0),
        modernbert_bpe, None,
    ),
    "modernbert-local-classification": (
        # The last layer is a local one.
        ModernBertConfig(**MODERNBERT_SIZES | dict(num_hidden_layers=4), **LABELS), modernbert_bpe, None,
    ),
    "modernbert-embedding": (ModernBertConfig(**MODERNBERT_SIZES), modernbert_bpe, ("mean", True)),
    "mpnet-long-embedding": (
        MPNetConfig(**ROBERTA_SIZES | dict(max_position_embeddings=LONG + 2)),
        functools.partial(mpnet_wordpiece, LONG), ("mean", True),
    ),
    "deberta-long-embedding": (
        DebertaV2Config(**DEBERTA_SIZES | dict(position_buckets=256, max_position_embeddings=LONG)),
        functools.partial(deberta_unigram, LONG), ("mean", True),
    ),
    "modernbert-long-embedding": (
        ModernBertConfig(**MODERNBERT_SIZES | dict(local_attention=128, max_position_embeddings=LONG)),
        functools.partial(modernbert_bpe, LONG), ("mean", True),
    ),
    "bert-multi-label-classification": (
        BertConfig(**BERT_SIZES, **LABELS, problem_type="multi_label_classification"), wordpiece, None,
    ),
    "bert-regression-classification": (BertConfig(**BERT_SIZES, **ONE_LABEL, problem_type="regression"), wordpiece, None),
    "roberta-one-label-classification": (RobertaConfig(**ROBERTA_SIZES, **ONE_LABEL), byte_level_bpe, None),
}


def randomise(model, generator):
    """Gives every parameter a value that matters: fresh models have zero biases and unit norms, which would hide mistakes."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "norm" in name.lower() and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.2 * noise)
            else:
                parameter.copy_(noise * (2 / parameter[0].numel() ** 0.5 if "embeddings" not in name else 0.5))


def write_tiny(name, directory):
    config, tokenizer, pooling = TINY[name]
    kind = AutoModelForSequenceClassification if pooling is None else AutoModel
    model = kind.from_config(config)
    randomise(model, torch.Generator().manual_seed(sum(name.encode())))
    if "float16" in name:
        model = model.half()
    model.save_pretrained(directory)
    tokenizer().save_pretrained(directory)
    if pooling:
        write_pooling(directory, *pooling, config.hidden_size)
    return pooling


def write_pooling(directory, pooling, normalised, width):
    """The files by which sentence-transformers says how hidden states become one vector."""
    modules = [("", "Transformer"), ("1_Pooling", "Pooling")] + ([("2_Normalize", "Normalize")] if normalised else [])
    entries = [
        {"idx": i, "name": str(i), "path": path, "type": "sentence_transformers.models." + kind}
        for i, (path, kind) in enumerate(modules)
    ]
    (directory / "modules.json").write_text(json.dumps(entries))
    (directory / "1_Pooling").mkdir()
    (directory / "1_Pooling" / "config.json").write_text(
        json.dumps(
            {
                "word_embedding_dimension": width,
                "pooling_mode_cls_token": pooling == "cls",
                "pooling_mode_mean_tokens": pooling == "mean",
                "pooling_mode_max_tokens": False,
                "pooling_mode_mean_sqrt_len_tokens": False,
            }
        )
    )


@torch.no_grad()
def answer(model, ids, pooling):
    output = model(input_ids=ids, attention_mask=torch.ones_like(ids))
    if pooling is None:
        return output.logits[0]
    hidden = output.last_hidden_state[0]
    vector = hidden[0] if pooling[0] == "cls" else hidden.mean(0)
    return torch.nn.functional.normalize(vector, dim=0) if pooling[1] else vector


def score(pipeline, logits):
    """What the pipeline makes of logits: every label with its score, best first."""
    return pipeline.postprocess({"logits": torch.tensor([logits])}, top_k=None, _legacy=False)


def token_limit(directory, tokenizer):
    """Where the model's own library cuts: sentence-transformers below the tokenizer's limit."""
    sentence = directory / "sentence_bert_config.json"
    own = json.loads(sentence.read_text())["max_seq_length"] if sentence.exists() else tokenizer.model_max_length
    return min(own, tokenizer.model_max_length)


def write_cases(output, name, directory, pooling, texts):
    kind = AutoModelForSequenceClassification if pooling is None else AutoModel
    model = kind.from_pretrained(directory, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(directory)
    limit = token_limit(directory, tokenizer)
    pipeline = TextClassificationPipeline(model=model, tokenizer=tokenizer) if pooling is None else None
    cases = []
    for text in texts:
        whole = tokenizer(text, padding=False)["input_ids"]
        ids = tokenizer(text, padding=False, truncation=True, max_length=limit)["input_ids"]
        values = answer(model, torch.tensor([ids]), pooling).tolist()
        scores = score(pipeline, values) if pipeline else []
        cases.append({"text": text, "ids": ids, "truncated": len(whole) > len(ids), "values": values, "scores": scores})
    task = "classification" if pooling is None else "embedding"
    facts = {"directory": directory.name, "task": task, "maxLength": limit, "cases": cases}
    (output / f"{name}.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def main(output, built):
    torch.set_num_threads(1)
    output.mkdir(parents=True)
    for name in TINY:
        directory = output / name
        pooling = write_tiny(name, directory)
        write_cases(output, name, directory, pooling, SENTENCES)
    write_cases(output, "minilm", built / "minilm", ("mean", True), SENTENCES)
    mails = [json.loads(line)["text"] for line in (built / "test-mails.jsonl").read_text(encoding="utf-8").strip().split("\n")]
    write_cases(output, "spam-v2", built / "spam-v2", None, SENTENCES + mails[:40])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
