"""Parquet files of a table: one schema, small row groups, a page index, the same bytes for the same rows.

Row groups of some thousand rows with statistics and a page index let a reader fetch one episode over HTTP without the rest; content-defined
chunking keeps most pages of a file the same when rows are inserted, so stores that deduplicate send little for a new version.
"""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.tables import Table

GROUP_ROWS = 2048
SHARD_BYTES = 256 * 2**20  # of Arrow memory; some 60 MB in the file


def write_parquet(table: Table, parts: Iterable[pa.Table], folder: Path) -> list[Path]:
    """Write the rows of ``parts``, in that order, as ``part-00000.parquet`` and so on; returns the files. No rows make one empty file."""
    folder.mkdir(parents=True)
    files: list[Path] = []
    writer: pq.ParquetWriter | None = None
    waiting: list[pa.Table] = []
    rows = size = 0

    def flush(everything: bool) -> None:
        """Write full row groups of the rows that wait (at the end, all of them)."""
        nonlocal waiting, rows
        if not rows:
            return
        whole = pa.concat_tables(waiting)
        cut = whole.num_rows if everything else whole.num_rows - whole.num_rows % GROUP_ROWS
        writer.write_table(whole.slice(0, cut).combine_chunks(), row_group_size=GROUP_ROWS)
        waiting, rows = [whole.slice(cut)], whole.num_rows - cut

    for part in parts:
        if writer is None or size >= SHARD_BYTES:
            if writer:
                flush(everything=True)
                writer.close()
            files.append(folder / f"part-{len(files):05d}.parquet")
            writer, size = _writer(table, files[-1]), 0
        waiting.append(part)
        rows += part.num_rows
        size += part.nbytes
        if rows >= GROUP_ROWS:
            flush(everything=False)
    if writer is None:
        files.append(folder / "part-00000.parquet")
        writer = _writer(table, files[-1])
    flush(everything=True)
    writer.close()
    return files


def _writer(table: Table, path: Path) -> pq.ParquetWriter:
    sorting = pq.SortingColumn.from_ordering(table.arrow, [(c, "ascending") for c in table.order])
    return pq.ParquetWriter(path, table.arrow, compression="zstd", compression_level=9, write_page_index=True, write_statistics=True,
                            data_page_size=64 * 1024, sorting_columns=sorting, use_content_defined_chunking=True)


def read_parquet(table: Table, release: Path) -> pa.Table:
    """All rows of a table of a release, in their order."""
    files = sorted((release / "parquet" / table.name).glob("part-*.parquet"))
    return pa.concat_tables([pq.read_table(f) for f in files]) if files else table.arrow.empty_table()
