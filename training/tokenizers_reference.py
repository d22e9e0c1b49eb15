"""What transformers, SentencePiece and tiktoken encode, as JSON, for `npm run bench -- tokenizers`.

    python training/tokenizers_reference.py < input.json

input.json has:

- chats: lists of messages, and `folders`: folders with tokenizer.json and a chat template in tokenizer_config.json
- texts: texts for SentencePiece and tiktoken, and `models`: paths of SentencePiece models beside those that mistral_common carries
- ranks: the folder of the .tiktoken files, whose hashes must be those that tiktoken's source names

The result on standard output:

- chats: for each folder the ids of each chat up to where the model begins to answer; null where the template refuses it
- pieces: for each path of a SentencePiece model, for each text, ids, and spans in bytes of UTF-8
- encodings: for each of OpenAI's encodings the ids of each text
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

import mistral_common
import sentencepiece
import tiktoken
import tiktoken_ext.openai_public as public
from transformers import PreTrainedTokenizerFast

ROLES = ["bos_token", "eos_token", "unk_token", "pad_token"]


def chat_ids(folder: Path, chats: list) -> list:
    config = json.loads((folder / "tokenizer_config.json").read_text())
    named = {role: config.get(role) for role in ROLES}
    contents = {role: token["content"] if isinstance(token, dict) else token for role, token in named.items() if token}
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), **contents)
    template = config["chat_template"]
    if isinstance(template, list):
        template = next(each["template"] for each in template if each["name"] == "default")
    rows = []
    for chat in chats:
        try:
            text = tokenizer.apply_chat_template(chat, chat_template=template, add_generation_prompt=True, tokenize=False)
            rows.append(tokenizer.encode(text, add_special_tokens=False))
        except Exception:  # noqa: BLE001 (each template raises its own)
            rows.append(None)
    return rows


def pieces(path: str, texts: list[str]) -> list:
    model = sentencepiece.SentencePieceProcessor(model_file=path)
    rows = []
    for text in texts:
        found = list(model.encode(text, return_type="proto").pieces)
        starts, ends = [piece.begin for piece in found], [piece.end for piece in found]
        is_byte = [len(piece.piece) == 6 and piece.piece.startswith("<0x") for piece in found]
        # Bytes of one character have its span here; SentencePiece gives it to the last.
        for at in range(len(found) - 2, -1, -1):
            continues = is_byte[at] and is_byte[at + 1] and 0x80 <= int(found[at + 1].piece[1:5], 16) < 0xC0
            if continues and starts[at] == ends[at]:
                ends[at] = ends[at + 1]
        rows.append({"ids": [piece.id for piece in found], "starts": starts, "ends": ends})
    return rows


def encodings(ranks: Path, texts: list[str]) -> dict:
    def from_folder(address: str, expected_hash: str | None = None) -> dict[bytes, int]:
        content = (ranks / address.split("/")[-1]).read_bytes()
        if hashlib.sha256(content).hexdigest() != expected_hash:
            raise SystemExit(f"{address} is not the file that tiktoken expects")
        lines = (line.split() for line in content.splitlines() if line)
        return {base64.b64decode(token): int(rank) for token, rank in lines}

    public.load_tiktoken_bpe = from_folder
    names = ["o200k_base", "o200k_harmony", "cl100k_base", "p50k_base", "r50k_base"]
    made = {name: tiktoken.Encoding(**public.ENCODING_CONSTRUCTORS[name]()) for name in names}
    return {name: [each.encode(text, disallowed_special=()) for text in texts] for name, each in made.items()}


def main() -> None:
    given = json.load(sys.stdin)
    data = Path(mistral_common.__file__).parent / "data"
    carried = [str(path) for path in sorted(data.iterdir()) if ".model" in path.name]
    result = {
        "chats": {folder: chat_ids(Path(folder), given["chats"]) for folder in given["folders"]},
        "pieces": {path: pieces(path, given["texts"]) for path in [*given["models"], *carried]},
        "encodings": encodings(Path(given["ranks"]), given["texts"]),
    }
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
