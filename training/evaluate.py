"""Measures the shipped int8 graphs, and their float32 twins, on the validation text.

    python training/evaluate.py gpt

gpt   bits per character, and the share of next tokens and of next words guessed (greedy, the whole word right)
bert  the share of masked words restored (15 % of the words masked whole, all pieces right), and by the bigram guess
"""

import argparse
from collections.abc import Iterator

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bigrams import Bigrams, words_of
from encode import WORK, tokens_file
from export import bert_logits, gpt_feeds, session_for
from make_tokenizers import MODELS
from masked_lm import CLS_ID, MASK_ID, SEP_ID, continuations
from train import SEED

CONTEXT = 512
MASKED_WORDS = 0.15
# Every fourth window: enough for three digits.
STRIDE = 4 * CONTEXT


def windows(name: str, length: int) -> list[np.ndarray]:
    tokens = np.load(tokens_file(name, "valid")).astype(np.int64)
    return [tokens[start : start + length] for start in range(0, len(tokens) - length, STRIDE)]


def log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def evaluate_gpt(session: onnxruntime.InferenceSession) -> dict[str, float]:
    tokenizer = Tokenizer.from_file(str(MODELS / "prompt-gpt" / "tokenizer.json"))
    starts_word = np.array([tokenizer.id_to_token(index)[0] in "ĠĊ" for index in range(tokenizer.get_vocab_size())])
    bits = characters = 0.0
    right: list[np.ndarray] = []
    words_right: list[bool] = []
    for window in windows("gpt", CONTEXT):
        inputs, targets = window[:-1], window[1:]
        logits = session.run(["logits"], gpt_feeds(session, inputs[None], {}, keep=0))[0][0]
        bits -= log_softmax(logits)[np.arange(len(targets)), targets].sum() / np.log(2)
        characters += len(tokenizer.decode(targets.tolist(), skip_special_tokens=False))
        hits = logits.argmax(axis=-1) == targets
        right.append(hits)
        begins = np.flatnonzero(starts_word[targets])
        # Greedy decoding reaches a word's later tokens only when the earlier ones are right, as here.
        words_right += [bool(hits[start:end].all()) for start, end in zip(begins, begins[1:])]
    return {
        "bits per character": bits / characters,
        "next tokens right": float(np.concatenate(right).mean()),
        "next words right": float(np.mean(words_right)),
    }


def masked_windows() -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The windows, the number of each token's word, from 1, and whether the token is masked; each [512]."""
    random = np.random.default_rng(SEED)
    for window in windows("bert", CONTEXT):
        window[0], window[-1] = CLS_ID, SEP_ID
        word_of_token = np.cumsum(~continuations()[window])
        chosen_words = random.random(CONTEXT + 1) < MASKED_WORDS
        yield window, word_of_token, chosen_words[word_of_token] & (window != CLS_ID) & (window != SEP_ID)


def evaluate_bert(session: onnxruntime.InferenceSession) -> dict[str, float]:
    words_right: list[bool] = []
    for window, word_of_token, masked in masked_windows():
        guesses = bert_logits(session, np.where(masked, MASK_ID, window)[None])[0].argmax(axis=-1)
        for word in np.unique(word_of_token[masked]):
            here = word_of_token == word
            words_right.append(bool((guesses[here] == window[here]).all()))
    return {"masked words right": float(np.mean(words_right))}


def evaluate_bigrams() -> float:
    """The share of the same masked words that the bigrams guess right. A masked neighbour is ignored."""
    bigrams = Bigrams(np.load(tokens_file("bert", "train")))
    words_right: list[bool] = []
    for window, word_of_token, masked in masked_windows():
        words = list(words_of(window))
        hidden = set((word_of_token[masked] - 1).tolist())
        visible = [None if index in hidden else word for index, word in enumerate(words)]
        for index in hidden:
            guess = bigrams.guess(visible[index - 1], visible[index + 1], pieces=len(words[index]))
            words_right.append(guess == words[index])
    return float(np.mean(words_right))


EVALUATIONS = {"gpt": evaluate_gpt, "bert": evaluate_bert}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", choices=EVALUATIONS)
    name = arguments.parse_args().model
    graphs = {
        "int8": MODELS / f"prompt-{name}" / "onnx" / "model_quantized.onnx",
        "float32": WORK / f"{name}.float32.onnx",
    }
    for kind, path in graphs.items():
        for what, value in EVALUATIONS[name](session_for(path)).items():
            print(f"{kind:8} {what:20} {value:.4f}", flush=True)
    if name == "bert":
        print(f"{'bigrams':8} {'masked words right':20} {evaluate_bigrams():.4f}")


if __name__ == "__main__":
    main()
