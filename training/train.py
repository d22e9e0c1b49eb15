"""Trains prompt-gpt or prompt-bert. Run it again to resume from the last checkpoint.

    python training/train.py gpt --steps 6000

Muon (Jordan et al. 2024) for the matrices inside the blocks, AdamW for embeddings, norms and biases. The learning rate
warms up, stays constant, then falls linearly to zero over the last 40 % of the steps. The last part runs at the full
context length, so that late positions are trained. Every step draws its batch from its own seed, so a resumed run sees
the same batches as an uninterrupted one.
"""

import argparse
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from torch.nn.functional import cross_entropy

import causal_lm
import masked_lm
from encode import WORK, tokens_file

TASKS: dict[str, ModuleType] = {"gpt": causal_lm, "bert": masked_lm}
SEED = 7
WARM_UP_STEPS = 100
MUON_RATE, ADAMW_RATE = 0.02, 3e-3
FALL_SHARE = 0.4
LONG_SHARE = 0.2
SHORT_LENGTH = 256
CHECKPOINT_EVERY = 200
EVALUATE_EVERY = 1000
EVALUATION_BATCHES = 16


def optimizers_for(name: str, model: torch.nn.Module) -> list[torch.optim.Optimizer]:
    task = TASKS[name]
    inside = [parameter for parameter in task.blocks(model).parameters() if parameter.ndim == 2]
    inside_ids = {id(parameter) for parameter in inside}
    others = [parameter for parameter in model.parameters() if id(parameter) not in inside_ids]
    return [
        torch.optim.Muon(inside, lr=MUON_RATE, momentum=0.95, weight_decay=0.01),
        torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.95), weight_decay=0.0),
    ]


def learning_rate_share(step: int, steps: int) -> float:
    """Share of the full learning rate at `step`, 0 to 1."""
    warm_up = (step + 1) / WARM_UP_STEPS
    fall = (steps - step) / (steps * FALL_SHARE)
    return min(1.0, warm_up, fall)


def window_starts(tokens: np.ndarray, rows: int, length: int, step: int) -> np.ndarray:
    """Starts of the windows of `step` [rows]. Each epoch reads every window once, in its own order and phase."""
    windows = len(tokens) // length - 2
    epoch, step_of_epoch = divmod(step, windows // rows)
    random = np.random.default_rng([SEED, epoch])
    phase = random.integers(length)
    return phase + length * random.permutation(windows)[step_of_epoch * rows :][:rows]


@torch.compile
def loss_of(task: ModuleType, model: torch.nn.Module, batch: dict[str, torch.Tensor], device: str) -> torch.Tensor:
    """Mean cross-entropy in nats. Compiled, which is 1.5 times as fast on two cores."""
    batch = {name: tensor.to(device) for name, tensor in batch.items()}
    with torch.autocast(device, dtype=torch.bfloat16):
        logits, targets = task.logits_and_targets(model, **batch)
    return cross_entropy(logits.float(), targets)


@torch.no_grad()
def validation_loss(task: ModuleType, model: torch.nn.Module, tokens: np.ndarray, length: int, device: str) -> float:
    """Mean cross-entropy in nats over the same seeded windows each time."""
    model.eval()
    random = np.random.default_rng(SEED)
    batches = [
        task.batch(tokens, window_starts(tokens, 4096 // length, length, step), length, random)
        for step in range(EVALUATION_BATCHES)
    ]
    losses = [loss_of(task, model, batch, device) for batch in batches]
    model.train()
    return torch.stack(losses).mean().item()


def save(path: Path, state: dict) -> None:
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", choices=TASKS)
    arguments.add_argument("--steps", type=int, required=True)
    arguments.add_argument("--tokens-per-step", type=int, default=4096)
    arguments.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = arguments.parse_args()

    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    task = TASKS[options.model]
    train_tokens = np.load(tokens_file(options.model, "train"), mmap_mode="r")
    valid_tokens = np.load(tokens_file(options.model, "valid"), mmap_mode="r")

    model = task.new_model().to(device)
    optimizers = optimizers_for(options.model, model)
    full_rates = [[group["lr"] for group in optimizer.param_groups] for optimizer in optimizers]
    checkpoint = WORK / f"{options.model}.checkpoint.pt"
    first = 0
    seconds_before = 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        for optimizer, optimizer_state in zip(optimizers, state["optimizers"]):
            optimizer.load_state_dict(optimizer_state)
        first, seconds_before = state["step"], state["seconds"]
        print(f"resuming from step {first}")
    else:
        task.prepare(model)

    started = time.monotonic()
    for step in range(first, options.steps):
        share = learning_rate_share(step, options.steps)
        for optimizer, rates in zip(optimizers, full_rates):
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * share

        is_long = step >= options.steps * (1 - LONG_SHARE)
        length = task.CONTEXT if is_long else SHORT_LENGTH
        starts = window_starts(train_tokens, options.tokens_per_step // length, length, step)
        batch = task.batch(train_tokens, starts, length, np.random.default_rng([SEED, step]))
        loss = loss_of(task, model, batch, device)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

        done = step + 1
        seconds = seconds_before + time.monotonic() - started
        if done % 50 == 0:
            speed = (done - first) * options.tokens_per_step / (seconds - seconds_before)
            progress = f"step {done}/{options.steps} loss {loss.item():.3f}"
            print(f"{progress} {speed:,.0f} tokens/s {seconds:,.0f} s", flush=True)
        if done % EVALUATE_EVERY == 0 or done == options.steps:
            loss_there = validation_loss(task, model, valid_tokens, length, device)
            print(f"step {done} validation {loss_there:.4f}", flush=True)
        if done % CHECKPOINT_EVERY == 0 or done == options.steps:
            states = [optimizer.state_dict() for optimizer in optimizers]
            save(checkpoint, {"model": model.state_dict(), "optimizers": states, "step": done, "seconds": seconds})


if __name__ == "__main__":
    main()
