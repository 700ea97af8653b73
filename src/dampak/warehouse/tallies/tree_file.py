"""The tree that sums were rolled up along, as it lies on the disk beside them."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa

from dampak.warehouse.organisation.tree import Tree

FORMAT = "dampak-tree/1"
ARRAYS = ("parent", "last", "unit_number")


def written_tree(tree: Tree) -> bytes:
    """A tree in a file; the same tree is always the same bytes."""
    columns = {"code": pa.array(tree.codes, pa.string())}
    columns |= {name: pa.array(getattr(tree, name), pa.int64()) for name in ARRAYS}
    table = pa.table(columns).replace_schema_metadata({"tree": json.dumps({"format": FORMAT})})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as file:
        file.write_table(table)
    whole: bytes = sink.getvalue().to_pybytes()
    return whole


def read_tree(path: Path) -> Tree | None:
    """The tree that `written_tree` wrote; None if its format is not known here."""
    with pa.memory_map(str(path)) as mapped:
        table = pa.ipc.open_file(mapped).read_all()
    if json.loads(table.schema.metadata[b"tree"]) != {"format": FORMAT}:
        return None
    parent, last, unit_number = (table[name].to_numpy() for name in ARRAYS)
    return Tree(
        codes=tuple(table["code"].to_pylist()), parent=parent, last=last, unit_number=unit_number
    )


def is_same_tree(one: Tree, other: Tree) -> bool:
    """Whether the units stand in the same order, one above the other, under the same numbers."""
    return one.codes == other.codes and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS
    )
