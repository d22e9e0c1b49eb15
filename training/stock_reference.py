"""What PyTorch computes for one text of each stock model: logits, attention weights and greedy continuations.

Attention weights are those of eager attention with `output_attentions`, float32 [layers, heads, rows, columns].
"""

from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import PreTrainedModel, T5ForConditionalGeneration

PROMPT = "Write a short note to the customer: the report is late, and a naïve answer"
MASKED = "A naïve reader, please: summarize the [MASK] in three short points, and name every number."
TEXTS = {
    **dict.fromkeys(("gpt2", "llama", "gqa"), PROMPT),
    **dict.fromkeys(("bert", "bert-embeddings", "distilbert"), MASKED),
    "roberta": MASKED.replace("[MASK]", "<mask>"),
    "t5": "Translate the <extra_id_0> into plain English, and keep the names: a naïve question in a café.",
}
# Its first ids are the tokens that T5's decoder has generated so far.
ANSWER = "<extra_id_0> report is late, and the numbers will follow"
DECODER_LENGTH = 12
CONTINUED, TOP = 10, 5
# With closer logits, another runtime might choose a different token, and everything after it would differ.
SMALLEST_LEAD = 1e-2

Attentions = dict[str, np.ndarray]


@dataclass
class Reference:
    text: str
    ids: list[int]
    # Logits or hidden values [sequence, …] of a decoder's tokens, or of the text's.
    outputs: np.ndarray
    attentions: Attentions
    # The encoder's last hidden values [sequence, width], where a decoder reads them.
    encoded: np.ndarray | None
    # Further entries of reference.json.
    details: dict


def stacked(attentions: tuple[torch.Tensor, ...]) -> np.ndarray:
    """One [1, heads, rows, columns] a layer → [layers, heads, rows, columns]."""
    return torch.cat(attentions).numpy()


def top(logits: np.ndarray, position: int) -> dict:
    likeliest = np.argsort(-logits[position], kind="stable")[:TOP]
    return {"position": position, "ids": likeliest.tolist(), "logits": logits[position, likeliest].tolist()}


def next_id(logits: torch.Tensor) -> int:
    """The likeliest id, for logits [vocabulary]."""
    first, second = logits.topk(2).values.tolist()
    if first - second < SMALLEST_LEAD:
        raise SystemExit("two ids are almost equally likely: greedy continuation may differ. Choose another seed.")
    return int(logits.argmax())


def continuation(model: PreTrainedModel, ids: list[int]) -> list[int]:
    written: list[int] = []
    for _ in range(CONTINUED):
        written.append(next_id(model(input_ids=torch.tensor([[*ids, *written]])).logits[0, -1]))
    return written


def t5_answer(model: T5ForConditionalGeneration, ids: list[int]) -> list[int]:
    """The ids that generate() writes for the text, start token included."""
    inputs = torch.tensor([ids])
    answer = model.generate(inputs, max_new_tokens=DECODER_LENGTH - 1, do_sample=False)[0].tolist()
    logits = model(input_ids=inputs, decoder_input_ids=torch.tensor([answer])).logits[0]
    if [next_id(row) for row in logits[:-1]] != answer[1:]:
        raise SystemExit("generate() does not take the likeliest ids")
    return answer


def t5_reference(model: T5ForConditionalGeneration, tokenizer: Tokenizer, text: str, ids: list[int]) -> Reference:
    answer_ids = tokenizer.encode(ANSWER, add_special_tokens=False).ids
    decoder_ids = [model.config.decoder_start_token_id, *answer_ids][:DECODER_LENGTH]
    decoder_inputs = torch.tensor([decoder_ids])
    result = model(input_ids=torch.tensor([ids]), decoder_input_ids=decoder_inputs, output_attentions=True)
    outputs = result.logits[0].numpy()
    return Reference(
        text,
        ids,
        outputs,
        {
            "encoder": stacked(result.encoder_attentions),
            "decoder": stacked(result.decoder_attentions),
            "cross": stacked(result.cross_attentions),
        },
        result.encoder_last_hidden_state[0].numpy(),
        {"decoderIds": decoder_ids, "top": top(outputs, -1 + len(decoder_ids)), "greedy": t5_answer(model, ids)},
    )


@torch.no_grad()
def reference_for(family: str, model: PreTrainedModel, tokenizer: Tokenizer) -> Reference:
    text = TEXTS[family]
    ids = tokenizer.encode(text).ids
    if family == "t5":
        return t5_reference(model, tokenizer, text, ids)
    result = model(input_ids=torch.tensor([ids]), output_attentions=True)
    is_decoder = model.can_generate()
    attentions = {"decoder" if is_decoder else "encoder": stacked(result.attentions)}
    if "logits" not in result:
        return Reference(text, ids, result.last_hidden_state[0].numpy(), attentions, None, {})
    outputs = result.logits[0].numpy()
    if is_decoder:
        details = {"top": top(outputs, len(ids) - 1), "greedy": continuation(model, ids)}
    else:
        mask = tokenizer.token_to_id("<mask>" if family == "roberta" else "[MASK]")
        details = {"top": top(outputs, ids.index(mask))}
    return Reference(text, ids, outputs, attentions, None, details)
