"""Many rows in one statement: DuckDB reads them from memory by Arrow.

Measured on 10,000 people: an upsert by Arrow 0.1 to 0.3 s, by ``executemany`` 60 to 70 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


@contextmanager
def incoming(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[Sequence[Any]],
    columns: Mapping[str, str],
) -> Iterator[None]:
    """Offer ``rows`` to SQL as the table ``incoming``; ``columns`` maps names to Arrow types."""
    import pyarrow as pa

    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])
    values = [[row[index] for row in rows] for index in range(len(schema))]
    connection.register("incoming", pa.table(values, schema=schema))
    try:
        yield
    finally:
        connection.unregister("incoming")
