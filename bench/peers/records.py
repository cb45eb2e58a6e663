"""isal's inflate, a filter for the bytes, orjson: counts SageMaker's records. Arguments: folder, processes."""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import orjson
from isal import igzip


def count(path: Path) -> int:
    plain = igzip.decompress(path.read_bytes())
    if b"sagemaker" not in plain and b"\\u" not in plain:
        return 0
    return sum(record["eventSource"] == "sagemaker.amazonaws.com" for record in orjson.loads(plain)["Records"])


if __name__ == "__main__":
    folder, processes = sys.argv[1], int(sys.argv[2])
    paths = sorted(Path(folder).rglob("*.gz"), key=lambda path: -path.stat().st_size)
    if processes == 1:
        print(sum(map(count, paths)))
    else:
        with ProcessPoolExecutor(processes) as pool:
            print(sum(pool.map(count, paths, chunksize=4)))
