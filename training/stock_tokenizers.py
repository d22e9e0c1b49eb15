"""Small tokenizers built like those of the stock exports: same steps, same special tokens at the same ends of the ids.

They learn a few hundred pieces from the sentences below, so nothing is copied from other tokenizers.
"""

import base64
import json
import math
from collections import Counter
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

VOCABULARY = 300
EXTRA_IDS = 20
SENTENCES = [
    "Summarize the report below in three short bullet points, and name every number that the customer asked for.",
    "You are a careful reviewer: read the draft, then list what is wrong and say how to mend it.",
    "Write a short note to the customer that the report is late, and that the numbers will follow on Monday.",
    "Translate the text between the lines into plain English; keep names, dates and numbers as they are.",
    "Answer with one word only. If the text does not say it, answer that you do not know.",
    "Think of the reader first: a naïve question in a café deserves a clear and friendly answer.",
    "The model attends to the words that came before, and every head looks at something else.",
    "Paris is the capital of France, and Berlin is the capital of Germany.",
    "Compare the two versions, point by point, and write the shorter one down below.",
]
# Llama 3's split of a text before byte pairs are merged.
LLAMA_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
UNIGRAM = Path(__file__).parent.parent / "test" / "fixtures" / "tokenizers" / "unigram" / "tokenizer.json"

Settings = dict[str, object]


def special(token: str, **rules: bool) -> AddedToken:
    return AddedToken(token, special=True, normalized=False, **rules)


def byte_level_bpe(first: list[str], last: list[AddedToken]) -> Tokenizer:
    """Byte-level BPE; the special tokens `first` have the lowest ids, `last` the highest."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(last),
        special_tokens=first,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.add_special_tokens(last)
    return tokenizer


def template(tokenizer: Tokenizer, single: str, pair: str, tokens: list[str]) -> processors.TemplateProcessing:
    ids = [(token, tokenizer.token_to_id(token)) for token in tokens]
    return processors.TemplateProcessing(single=single, pair=pair, special_tokens=ids)


def gpt2() -> tuple[Tokenizer, Settings]:
    tokenizer = byte_level_bpe([], [special("<|endoftext|>")])
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    names = dict.fromkeys(("bos_token", "eos_token", "unk_token"), "<|endoftext|>")
    return tokenizer, {"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": False, **names}


def llama() -> tuple[Tokenizer, Settings]:
    """Llama 3's: a text starts with <|begin_of_text|>, and nothing is added after it."""
    begin, end = "<|begin_of_text|>", "<|end_of_text|>"
    tokenizer = byte_level_bpe([], [special(begin), special(end)])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(LLAMA_WORDS), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    around = template(tokenizer, f"{begin} $A", f"{begin} $A {begin}:1 $B:1", [begin])
    tokenizer.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), around])
    return tokenizer, {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": begin, "eos_token": end}


def roberta() -> tuple[Tokenizer, Settings]:
    tokenizer = byte_level_bpe(["<s>", "<pad>", "</s>", "<unk>"], [special("<mask>", lstrip=True)])
    ends = [(token, tokenizer.token_to_id(token)) for token in ("</s>", "<s>")]
    tokenizer.post_processor = processors.RobertaProcessing(*ends, trim_offsets=True, add_prefix_space=False)
    names = {"bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>", "unk_token": "<unk>"}
    names |= {"pad_token": "<pad>", "mask_token": "<mask>"}
    return tokenizer, {"tokenizer_class": "RobertaTokenizer", "add_prefix_space": False, **names}


def pieces_with_counts(
    normalizer: normalizers.Normalizer | None, words: pre_tokenizers.PreTokenizer, size: int
) -> dict[str, int]:
    """At most `size` pieces of the sentences' words and how often each is used, a word's first piece written with ▁.

    A BPE finds them, because the trainers of WordPiece and Unigram find others in every run.
    """
    tokenizer = Tokenizer(models.BPE())
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([words, pre_tokenizers.Metaspace(prepend_scheme="always")])
    tokenizer.train_from_iterator(SENTENCES, trainers.BpeTrainer(vocab_size=size, show_progress=False))
    used = Counter(token for sentence in SENTENCES for token in tokenizer.encode(sentence).tokens)
    return {piece: used[piece] for piece in sorted(tokenizer.get_vocab(), key=tokenizer.token_to_id)}


def bert(tokenizer_class: str) -> tuple[Tokenizer, Settings]:
    """WordPiece: lower-cased, accents stripped, [CLS] … [SEP] around the text."""
    normalizer, words = normalizers.BertNormalizer(lowercase=True), pre_tokenizers.BertPreTokenizer()
    pieces = list(pieces_with_counts(normalizer, words, size=VOCABULARY))
    characters = [piece for piece in pieces if len(piece) == 1 and piece != "▁"]
    longer = [piece for piece in pieces if len(piece) > 1]
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    entries = [*specials, *characters, *(f"##{letter}" for letter in characters)]
    entries += [piece[1:] if piece.startswith("▁") else f"##{piece}" for piece in longer]
    ids = {entry: index for index, entry in enumerate(list(dict.fromkeys(entries))[:VOCABULARY])}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer, tokenizer.pre_tokenizer, tokenizer.decoder = normalizer, words, decoders.WordPiece()
    tokenizer.add_special_tokens([special(entry) for entry in specials])
    tokenizer.post_processor = template(tokenizer, "[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", ["[CLS]", "[SEP]"])
    names = {f"{name.lower()}_token": f"[{name}]" for name in ("UNK", "SEP", "PAD", "CLS", "MASK")}
    rules = {"do_lower_case": True, "strip_accents": None, "tokenize_chinese_chars": True}
    return tokenizer, {"tokenizer_class": tokenizer_class, **rules, **names}


def t5() -> tuple[Tokenizer, Settings]:
    """Unigram pieces with ▁ before each word, </s> behind the text, <extra_id_0> as the last of all ids."""
    words = pre_tokenizers.WhitespaceSplit()
    counts = pieces_with_counts(None, words, size=VOCABULARY - EXTRA_IDS - 3)
    total = sum(counts.values())
    # A piece that only longer ones are made of is rare, but as likely as something seen half a time.
    scores = {piece: math.log((count or 0.5) / total) for piece, count in counts.items()}
    extra = [f"<extra_id_{index}>" for index in range(EXTRA_IDS)]
    likeliest_first = sorted(scores.items(), key=lambda entry: -entry[1])
    # T5's special tokens and sentinels are pieces like others, with the score 0; <extra_id_0> comes last.
    specials, sentinels = ("<pad>", "</s>", "<unk>"), reversed(extra)
    vocabulary = [*((token, 0.0) for token in specials), *likeliest_first, *((token, 0.0) for token in sentinels)]
    tokenizer = Tokenizer(models.Unigram([(piece, round(score, 6)) for piece, score in vocabulary], unk_id=2))
    tokenizer.normalizer = normalizers.Precompiled(base64.b64decode(charsmap()))
    metaspace = {"prepend_scheme": "always"}
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([words, pre_tokenizers.Metaspace(**metaspace)])
    tokenizer.decoder = decoders.Metaspace(**metaspace)
    tokenizer.add_special_tokens([special(token) for token in (*specials, *extra)])
    tokenizer.post_processor = template(tokenizer, "$A </s>", "$A </s> $B </s>", ["</s>"])
    names = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    extras = {"extra_ids": EXTRA_IDS, "additional_special_tokens": extra}
    return tokenizer, {"tokenizer_class": "T5Tokenizer", **names, **extras}


def charsmap() -> str:
    """SentencePiece's rules of normalisation, as test/fixtures/tokenizers/make_unigram.py writes them, in base64."""
    return json.loads(UNIGRAM.read_text(encoding="utf-8"))["normalizer"]["precompiled_charsmap"]


def stock_tokenizer(family: str) -> tuple[Tokenizer, Settings]:
    """The tokenizer of a family of exports and what its tokenizer_config.json says."""
    return {
        "gpt2": gpt2,
        "llama": llama,
        "gqa": llama,
        "roberta": roberta,
        "t5": t5,
        "bert": lambda: bert("BertTokenizer"),
        "bert-embeddings": lambda: bert("BertTokenizer"),
        "distilbert": lambda: bert("DistilBertTokenizer"),
    }[family]()
