"""Rows with a ``text`` column, streamed from CSV, JSONL or Parquet and to JSONL or Parquet.

Constant memory: one batch is in hand at a time. The result appears under its name only when it is
whole.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from pipelines.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

Rows = list[dict[str, Any]]
BATCH = 4096
FORMATS = ".csv, .jsonl, .ndjson or .parquet"


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows: their ids and texts, and how much of the input file is read so far (0 to 1)."""

    ids: list[str]
    texts: list[str]
    share_read: float


@dataclass(frozen=True, slots=True)
class Packed:
    """Some result rows as the file takes them: bytes, or a table."""

    rows: int
    body: Any


Packing = Callable[[Rows], Packed]


class Sink(Protocol):
    """Where results go, batch by batch."""

    def write(self, packed: Packed) -> None:
        """Append rows."""

    def close(self) -> None:
        """Write what is held back."""


def read_rows(path: Path) -> Iterator[Batch]:
    """The rows of ``path`` in order; ``id`` is the row's own or its number from 0.

    Raises:
        InputError: no such file, unknown format, no ``text`` column, or a row that cannot be read;
            names the place.
    """
    if not path.is_file():
        raise InputError(path, "file", f"an existing file ({FORMATS})", "none")
    readers = {
        ".csv": _read_csv,
        ".jsonl": _read_jsonl,
        ".ndjson": _read_jsonl,
        ".parquet": _read_parquet,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(path, "file name", f"an ending {FORMATS}", path.suffix or "none")
    return reader(path)


def _read_csv(path: Path) -> Iterator[Batch]:
    import pyarrow as pa

    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        try:
            names = _open_csv(file, []).schema.names
            _require_text(path, names)
            file.seek(0)
            stream = _open_csv(file, [name for name in ("id", "text") if name in names])
            start = 0
            for batch in stream:
                for part in _sliced(batch):
                    yield _arrow_batch(part, start, min(file.tell() / size, 1.0))
                    start += part.num_rows
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            found = _without_content(error)
            raise InputError(path, "row", "CSV rows as wide as the heading", found) from error


def _open_csv(file: IO[bytes], columns: list[str]) -> Any:
    """The stream of these ``columns`` (none named: all); of others not even the type is guessed."""
    import pyarrow as pa
    from pyarrow import csv

    return csv.open_csv(
        pa.PythonFile(file, mode="r"),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={"text": pa.string(), "id": pa.string()},
            include_columns=columns,
            strings_can_be_null=False,
        ),
    )


def _without_content(error: Exception) -> str:
    """What Arrow says of a bad row, without the row, which is somebody's post."""
    told = re.search(r"(Row #\d+: )?Expected \d+ columns, got \d+", str(error))
    if told:
        return told.group()
    return "text that is not UTF-8" if "UTF" in str(error) else "a row that cannot be read"


def _sliced(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for offset in range(0, batch.num_rows, BATCH):
        yield batch.slice(offset, BATCH)


def _read_parquet(path: Path) -> Iterator[Batch]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            _require_text(path, file.schema_arrow.names)
            columns = [name for name in ("id", "text") if name in file.schema_arrow.names]
            total = max(file.metadata.num_rows, 1)
            start = 0
            for batch in file.iter_batches(BATCH, columns=columns):
                yield _arrow_batch(batch, start, (start + batch.num_rows) / total)
                start += batch.num_rows
    except pa.ArrowInvalid as error:
        raise InputError(path, "file", "a Parquet file", str(error)) from error


def _arrow_batch(batch: pa.RecordBatch, start: int, share_read: float) -> Batch:
    names = batch.schema.names
    texts = [text if isinstance(text, str) else "" for text in batch.column("text").to_pylist()]
    if "id" in names:
        ids = [str(value) for value in batch.column("id").to_pylist()]
    else:
        ids = [str(start + offset) for offset in range(batch.num_rows)]
    return Batch(ids, texts, share_read)


def _require_text(path: Path, names: Iterable[str]) -> None:
    if "text" not in names:
        raise InputError(path, "heading", "a column `text`", _listed(names) or "no columns")


def _listed(names: Iterable[str]) -> str:
    """Names of columns; what looks like no name may be somebody's post and is not repeated."""
    shown = [name if re.fullmatch(r"[A-Za-z]\w{0,29}", name) else "(not a name)" for name in names]
    return ", ".join(shown[:20])


def _read_jsonl(path: Path) -> Iterator[Batch]:
    size = max(path.stat().st_size, 1)
    ids: list[str] = []
    texts: list[str] = []
    done = 0
    with path.open("rb") as file:
        for number, line in enumerate(file):
            done += len(line)
            if not line.strip():
                continue
            row = _json_row(path, number, line)
            ids.append(str(row.get("id", number)))
            texts.append(row["text"])
            if len(texts) == BATCH:
                yield Batch(ids, texts, done / size)
                ids, texts = [], []
    if texts:
        yield Batch(ids, texts, 1.0)


def _json_row(path: Path, number: int, line: bytes) -> Mapping[str, Any]:
    import orjson

    place = f"line {number + 1}"
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError(path, place, "one JSON object", str(error)) from error
    if not isinstance(row, dict):
        raise InputError(path, place, "one JSON object", type(row).__name__)
    if not isinstance(row.get("text"), str):
        raise InputError(path, place, "a key `text` with a string", _listed(row) or "no keys")
    return row


@contextmanager
def writing(path: Path) -> Iterator[Sink]:
    """A sink for ``.jsonl`` or ``.parquet``; the file appears whole or not at all.

    Raises:
        InputError: the ending is neither.
    """
    kind, _ = _form_of(path)
    if not path.parent.is_dir():
        raise InputError(path, "folder", "an existing folder", "none")
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            sink = kind(file)
            yield sink
            sink.close()
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def packing(path: Path) -> Packing:
    """How rows are made ready for ``path``, by whichever process has them.

    Raises:
        InputError: the ending is neither ``.jsonl`` nor ``.parquet``.
    """
    return _form_of(path)[1]


def as_lines(rows: Rows) -> Packed:
    """Rows as lines of JSON."""
    import orjson

    lines = [orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows]
    return Packed(len(rows), b"".join(lines))


def as_table(rows: Rows) -> Packed:
    """Rows as an Arrow table."""
    import pyarrow as pa

    return Packed(len(rows), pa.Table.from_pylist(rows, schema=_result_schema()))


class _JsonlSink:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, packed: Packed) -> None:
        self._file.write(packed.body)

    def close(self) -> None:
        """Nothing is held back."""


class _ParquetSink:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._writer: Any = None

    def write(self, packed: Packed) -> None:
        from pyarrow import parquet

        if self._writer is None:
            schema = packed.body.schema
            self._writer = parquet.ParquetWriter(self._file, schema, compression="zstd")
        self._writer.write_table(packed.body)

    def close(self) -> None:
        if self._writer is None:
            self.write(as_table([]))
        self._writer.close()


_FORMS: dict[str, tuple[Callable[[IO[bytes]], Sink], Packing]] = {
    ".jsonl": (_JsonlSink, as_lines),
    ".ndjson": (_JsonlSink, as_lines),
    ".parquet": (_ParquetSink, as_table),
}


def _form_of(path: Path) -> tuple[Callable[[IO[bytes]], Sink], Packing]:
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise InputError(path, "file name", "an ending .jsonl or .parquet", path.suffix or "none")
    return form


def _result_schema() -> pa.Schema:
    import pyarrow as pa

    target = pa.struct(
        [
            ("contest", pa.string()),
            ("candidate", pa.string()),
            ("stance", pa.string()),
            ("probability", pa.float64()),
        ]
    )
    span = pa.struct([("label", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
    category = pa.struct([("category", pa.string()), ("probability", pa.float64())])
    details = pa.struct(
        [
            ("target", pa.string()),
            ("target_probability", pa.float64()),
            ("categories", pa.list_(category)),
            ("level", pa.string()),
            ("level_probability", pa.float64()),
            ("serious", pa.float64()),
        ]
    )
    return pa.schema(
        [
            ("id", pa.string()),
            ("candidate_support", pa.float64()),
            ("candidate_support_targets", pa.list_(target)),
            ("hate_speech", pa.float64()),
            ("hoax_sharing", pa.float64()),
            ("hoax_claim", pa.string()),
            ("hate_details", details),
            ("flags", pa.list_(pa.string())),
            ("spans", pa.list_(span)),
            ("abstained", pa.string()),
            ("model_version", pa.string()),
        ]
    )
