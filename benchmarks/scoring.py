"""How many posts a second are scored for all three labels, and in how much memory.

Run: ``python -m benchmarks.scoring [--rows 100000] [--transformer]``. Posts are the demo's, cut
into sentences and put together anew. Prints the machine and the median of 5 runs of

- ``Scorer.score`` in one process;
- the whole ``netra score`` command with an election and 40 claims: rows a second, with and without
  the start-up (the same command on one row), and the peak memory of its process tree;
- the peer: scikit-learn, word and character TF-IDF with logistic regression, one core, one label;
- with ``--transformer``, a BERT of IndoBERT-base's size with random weights, on two threads, over
  the same posts, and how many times faster Netra is.

Exit 1 when the command without its start-up scores fewer than 4,000 posts a second, or is less than
200 times faster than the transformer.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil
from tokenizers import Tokenizer

from benchmarks.machine import describe
from classifiers.artefact import SHIPPED
from classifiers.models import ENCODER
from classifiers.scorer import Scorer
from config.election import load_election
from pipelines.demo.city import Materials, dated, load_city, materialise
from pipelines.office import read_claim_file, to_contest

RUNS = 5
LIMIT_PER_S = 4_000.0
LIMIT_TIMES = 200.0
SAMPLE = 4_000
TRANSFORMER_TEXTS = 200
NIGHT = date(2031, 9, 14)
_MARK = re.compile(r"[^\w\s]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: its wall time and the most memory of all its processes at once."""

    seconds: float
    peak_bytes: int


def main() -> None:
    """Measure and print; exit 1 when slower than the limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--transformer", action="store_true")
    options = parser.parse_args()
    texts = generated(options.rows)
    letters = statistics.mean(map(len, texts))
    print(f"{describe()}; posts of {letters:.0f} characters on average; median of {RUNS} runs")
    with tempfile.TemporaryDirectory() as root:
        made = materialise(Path(root), NIGHT, "http://127.0.0.1:1")
        one_process = measure_scorer(made, texts[:SAMPLE])
        command = measure_command(made, texts)
    measure_linear(texts[:SAMPLE])
    if command < LIMIT_PER_S:
        sys.exit(f"slower than {LIMIT_PER_S:,.0f} posts/s")
    if options.transformer:
        compare(one_process, command, measure_transformer(texts[:TRANSFORMER_TEXTS]))


def compare(one_process: float, command: float, transformer: float) -> None:
    """Print how many times faster than the transformer; exit 1 below the limit."""
    print(f"faster than the transformer: {one_process / transformer:,.0f} times by one process,")
    print(f"  {command / transformer:,.0f} times by the whole command without start-up")
    if command < LIMIT_TIMES * transformer:
        sys.exit(f"less than {LIMIT_TIMES:,.0f} times faster than the transformer")


def generated(rows: int) -> list[str]:
    """Posts put together from the sentences of the demo's, the same every time."""
    posts = [dated(post.text, NIGHT) for post in load_city().posts if post.text]
    sentences = [part for post in posts for part in _SENTENCE.split(post)]
    draw = random.Random(0)  # noqa: S311 - nothing secret
    return [" ".join(draw.choices(sentences, k=draw.choice((1, 1, 2, 2, 3)))) for _ in range(rows)]


def measure_scorer(made: Materials, texts: Sequence[str]) -> float:
    """Posts a second of one process, models loaded."""
    contests = [to_contest(load_election(path)) for path in _elections(made)]
    scorer = Scorer.load(contests=contests, claims=read_claim_file(made.claims))
    scorer.score(texts)
    return report("Scorer.score, one process", lambda: scorer.score(texts), len(texts))


def measure_command(made: Materials, texts: Sequence[str]) -> float:
    """Rows a second of ``netra score`` without its start-up."""
    source, single = (made.folder / name for name in ("posts.jsonl", "post.jsonl"))
    lines = [json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts]
    source.write_text("".join(lines), "utf-8")
    single.write_text(lines[0], "utf-8")
    started = statistics.median(_command(made, single).seconds for _ in range(RUNS))
    runs = [_command(made, source) for _ in range(RUNS)]
    seconds = statistics.median(run.seconds for run in runs)
    peak = max(run.peak_bytes for run in runs) / 2**20
    print(f"netra score, {len(texts):,} rows: {seconds:.1f} s, {_span(runs)}")
    print(f"  with start-up: {len(texts) / seconds:,.0f} rows/s")
    rate = len(texts) / (seconds - started)
    print(f"  without start-up ({started:.1f} s): {rate:,.0f} rows/s")
    print(f"  peak memory of all its processes: {peak:,.0f} MiB")
    return rate


def measure_linear(texts: Sequence[str]) -> float:
    """Posts a second of the peer that anyone would build, for one label on one core."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    answers = [number % 2 for number in range(len(texts))]
    model = make_pipeline(make_union(words, letters), LogisticRegression(solver="liblinear"))
    model.fit(texts, answers)
    return report("peer: scikit-learn TF-IDF, one label", lambda: model.predict(texts), len(texts))


def measure_transformer(texts: Sequence[str]) -> float:
    """Posts a second of a transformer of the usual size, for one label on two threads."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.set_num_threads(2)
    model = BertForSequenceClassification(BertConfig(vocab_size=50_000))
    model.train(mode=False)
    batches = list(_as_pieces(texts))

    def predict() -> None:
        with torch.inference_mode():
            for batch in batches:
                model(input_ids=torch.tensor(batch))

    return report("peer: 12 layers of 768, one label", predict, len(texts))


def report(name: str, run: Callable[[], object], posts: int) -> float:
    """Print and return the posts a second of the median run."""
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    rate = posts / statistics.median(taken)
    low, high = posts / max(taken), posts / min(taken)
    print(f"{name}: {rate:,.0f} posts/s ({low:,.0f} to {high:,.0f}; {posts:,} posts)")
    return rate


def _as_pieces(texts: Sequence[str], size: int = 32) -> list[list[list[int]]]:
    """Batches of posts of like length as pieces, padded. Posts have as many pieces as the shipped
    tokenizer makes of them, plus every mark and, as in BERT, a start and an end."""
    encoded = Tokenizer.from_file(str(SHIPPED / ENCODER / "tokenizer.json")).encode_batch(texts)
    marks = (len(_MARK.findall(text)) for text in texts)
    pairs = zip(encoded, marks, strict=True)
    lengths = sorted(min(512, len(pieces.ids) + more + 2) for pieces, more in pairs)
    print(f"  pieces a post for the transformer: {statistics.mean(lengths):.1f}")
    batches = [lengths[at : at + size] for at in range(0, len(lengths), size)]
    return [[[7] * max(batch) for _ in batch] for batch in batches]


def _command(made: Materials, source: Path) -> Run:
    netra = str(Path(sys.executable).with_name("netra"))
    elections = itertools.chain(*(("--election", str(path)) for path in _elections(made)))
    files = [str(source), str(made.folder / "scores.jsonl")]
    settings = ["--claims", str(made.claims), "--config", str(made.config)]
    begun = time.perf_counter()
    with subprocess.Popen(
        [netra, "score", *files, *elections, *settings],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        peak = _watched(process)
    if process.returncode:
        sys.exit(f"netra score ended with {process.returncode}")
    return Run(time.perf_counter() - begun, peak)


def _watched(process: subprocess.Popen[bytes]) -> int:
    """The most memory that a process and its children held at once, until it ends."""
    peak, root = 0, psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            family = [root, *root.children(recursive=True)]
            peak = max(peak, sum(_resident(one) for one in family))
        time.sleep(_POLL_S)
    return peak


def _resident(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):
        return process.memory_info().rss
    return 0


def _elections(made: Materials) -> list[Path]:
    return sorted((made.config / "elections").glob("*.yaml"))


def _span(runs: Sequence[Run]) -> str:
    taken = [run.seconds for run in runs]
    return f"{min(taken):.1f} to {max(taken):.1f} s"


if __name__ == "__main__":
    main()
