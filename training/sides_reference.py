"""What is expected of words from the left and from both sides, by PyTorch → test/fixtures/sides/sides.json.

    python training/sides_reference.py

The models are the stock exports gpt2 and bert (stock_models.py), whose float32 graphs are in test/fixtures/exports. For
some words of the text, the reference has: gpt2's likeliest words at that position (a best-first search over tokens; a
word's probability is multiplied by that of no letter after it), bert's distribution under one mask, the Jensen–Shannon
divergence of both, and the word's bits under bert, each of its tokens masked with those after it.
"""

import heapq
import math
import unicodedata
from functools import cached_property
from pathlib import Path

import torch
from tokenizers import Tokenizer

from export import write_json
from stock_models import stock_model
from stock_tokenizers import stock_tokenizer

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "test" / "fixtures" / "sides" / "sides.json"
TEXT = "You are a careful reader: answer in one word, and list the numbers that the report does not say."
WORDS_LOOKED_AT = ["careful", "answer", "word", "numbers", "report", "say"]
COMPARED, MOST_PASSES, NEGLIGIBLE, WIDEST = 12, 48, 1e-4, 64


def is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in "_'’"


class Causal:
    def __init__(self) -> None:
        tokenizer, _ = stock_tokenizer("gpt2")
        self.model = stock_model("gpt2", tokenizer).eval()
        self.tokenizer = Tokenizer.from_file(str(ROOT / "test/fixtures/exports/gpt2/tokenizer.json"))
        self.start = self.tokenizer.token_to_id("<|endoftext|>")

    @cached_property
    def texts(self) -> list[str]:
        size = self.tokenizer.get_vocab_size()
        return ["" if id == self.start else self.tokenizer.decode([id]) for id in range(size)]

    @torch.no_grad()
    def next(self, ids: list[int]) -> torch.Tensor:
        return self.model(input_ids=torch.tensor([ids])).logits[0, -1].double().softmax(-1)

    def continues(self, id: int) -> bool:
        return self.texts[id] != "" and (is_letter(self.texts[id][0]) or self.texts[id][0] == "\ufffd")

    def begins(self, id: int) -> bool:
        return len(self.texts[id]) > 1 and self.texts[id][0] == " " and is_letter(self.texts[id][1])

    def ends(self, expected: torch.Tensor) -> float:
        return 1 - sum(expected[id].item() for id in range(len(self.texts)) if self.continues(id))

    def probability(self, context: list[int], word: str) -> float:
        product, ids = 1.0, list(context)
        for id in self.tokenizer.encode(" " + word, add_special_tokens=False).ids:
            product *= self.next(ids)[id].item()
            ids.append(id)
        return product * self.ends(self.next(ids))

    def likeliest(self, context: list[int]) -> dict[str, float]:
        found: list[tuple[float, str]] = []
        waiting: list[tuple[float, list[int]]] = []

        def extend(probability: float, ids: list[int], expected: torch.Tensor) -> None:
            fits = self.continues if ids else self.begins
            fitting = [id for id in range(len(self.texts)) if fits(id) and "\ufffd" not in self.texts[id]]
            for id in sorted(fitting, key=lambda id: -expected[id].item())[:WIDEST]:
                if probability * expected[id].item() >= NEGLIGIBLE:
                    heapq.heappush(waiting, (-probability * expected[id].item(), [*ids, id]))

        extend(1.0, [], self.next(context))
        for _ in range(MOST_PASSES):
            if not waiting:
                break
            best, ids = heapq.heappop(waiting)
            if len(found) >= COMPARED and sorted(found)[-COMPARED][0] >= -best:
                break
            expected = self.next([*context, *ids])
            found.append((-best * self.ends(expected), "".join(self.texts[id] for id in ids).strip()))
            extend(-best, ids, expected)
        return {word: probability for probability, word in sorted(found, reverse=True)[:COMPARED]}

    def signs(self, context: list[int]) -> dict[str, float]:
        expected, signs = self.next(context), {}
        for id, text in enumerate(self.texts):
            rest = text.lstrip(" \t")
            if rest and rest[0] != "\ufffd" and not is_letter(rest[0]):
                signs[rest[0]] = signs.get(rest[0], 0.0) + expected[id].item()
        return signs


class Masked:
    def __init__(self) -> None:
        tokenizer, _ = stock_tokenizer("bert")
        self.model = stock_model("bert", tokenizer).eval()
        self.tokenizer = Tokenizer.from_file(str(ROOT / "test/fixtures/exports/bert/tokenizer.json"))
        self.mask = self.tokenizer.token_to_id("[MASK]")

    @torch.no_grad()
    def at(self, ids: list[int], place: int) -> torch.Tensor:
        return self.model(input_ids=torch.tensor([ids])).logits[0, place].double().softmax(-1)

    def look(self, start: int, end: int) -> tuple[dict[str, float], float]:
        """The words expected under one mask, and the bits of the tokens that stand there."""
        encoding = self.tokenizer.encode(TEXT)
        own = [index for index, (a, b) in enumerate(encoding.offsets) if a < end and b > start]
        first, behind, ids = own[0], own[-1] + 1, encoding.ids
        expected = self.at([*ids[:first], self.mask, *ids[behind:]], first)
        special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
        pieces = {id: piece for piece, id in self.tokenizer.get_vocab().items()}
        words = {
            piece: expected[id].item() for id, piece in pieces.items() if piece not in special and piece[:2] != "##"
        }
        bits = 0.0
        for place in own:
            hidden = [*ids[:place], *[self.mask] * (behind - place), *ids[behind:]]
            bits -= math.log2(self.at(hidden, place)[ids[place]].item())
        return words, bits


def divergence(p: list[float], q: list[float]) -> float:
    p, q = [*p, max(0.0, 1 - sum(p))], [*q, max(0.0, 1 - sum(q))]
    entropy = lambda values: -sum(value * math.log2(value) for value in values if value > 0)
    return entropy([(a + b) / 2 for a, b in zip(p, q)]) - (entropy(p) + entropy(q)) / 2


def top(values: dict[str, float]) -> list[str]:
    return sorted(values, key=lambda word: -values[word])[:COMPARED]


def main() -> None:
    causal, masked = Causal(), Masked()
    places = []
    for word in WORDS_LOOKED_AT:
        start = TEXT.index(word)
        before = causal.tokenizer.encode(TEXT[: start - 1], add_special_tokens=False).ids
        context = [causal.start, *before]
        found, signs = causal.likeliest(context), causal.signs(context)
        both, bits = masked.look(start, start + len(word))
        left: dict[str, float] = {}
        for each in [word, *(each.lower() for each in found), *top(both), *top(signs)]:
            spellings = {each, each.capitalize(), *(other for other in found if other.lower() == each)}
            words = sum(found.get(spelled) or causal.probability(context, spelled) for spelled in spellings)
            left[each] = signs[each] if each in signs else words
        shared = [each for each in left if each in both]
        places.append(
            {
                "word": word,
                "start": start,
                "left": left,
                "both": {each: both[each] for each in shared},
                "bits": bits,
                "divergence": divergence([left[each] for each in shared], [both[each] for each in shared]),
            }
        )
    write_json(TARGET, {"text": TEXT, "places": places})


if __name__ == "__main__":
    main()
