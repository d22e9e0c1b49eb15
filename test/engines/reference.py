"""Log-probabilities of the tokens of texts, by transformers in float32 → test/fixtures/engines/reference.json.

    python test/engines/reference.py MODEL_FOLDER

The texts are those of referenceTexts.json. Each token has its id, its offsets into the text in UTF-16 units, and the
natural logarithm of its probability given the tokens before it; the first one has none. No token is put before the text.
"""

import argparse
import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

HERE = Path(__file__).parent
TARGET = HERE.parent / "fixtures" / "engines" / "reference.json"
DIGITS = 5


def utf16_offset(text: str, offset: int) -> int:
    """The offset in UTF-16 units of an offset in code points."""
    return len(text[:offset].encode("utf-16-le")) // 2


@torch.no_grad()
def log_probabilities(model, ids: list[int]) -> list[float | None]:
    logits = model(input_ids=torch.tensor([ids])).logits[0, :-1].double()
    own = logits.log_softmax(-1).gather(1, torch.tensor(ids[1:], dtype=torch.long)[:, None])[:, 0]
    return [None, *(round(value, DIGITS) for value in own.tolist())]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder")
    folder = arguments.parse_args().folder
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    texts = []
    for entry in json.loads((HERE / "referenceTexts.json").read_text()):
        text = entry["text"]
        encoded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        ids = encoded["input_ids"]
        offsets = encoded["offset_mapping"]
        texts.append(
            {
                **entry,
                "ids": ids,
                "starts": [utf16_offset(text, start) for start, _ in offsets],
                "ends": [utf16_offset(text, end) for _, end in offsets],
                "logProbabilities": log_probabilities(model, ids),
            }
        )
    lines = ",\n".join(json.dumps(each) for each in texts)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(f"[\n{lines}\n]\n")
    tokens = sum(len(each["ids"]) for each in texts)
    print(f"{len(texts)} texts, {tokens} tokens")


if __name__ == "__main__":
    main()
