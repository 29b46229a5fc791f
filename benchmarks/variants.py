"""Archives of any size made from the documents of the corpus: every file has another content, none is written anew.

    python -m benchmarks.variants FOLDER COUNT

Of twenty files twelve are Word, seven PDF and one a workbook. In Word files and workbooks the names before 市, 局 and the like
are others in each, so that they belong to other bodies; of a PDF only the bytes differ.
"""

from __future__ import annotations

import io
import os
import random
import re
import sys
import time
import zipfile
from pathlib import Path

import pikepdf

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
LONGEST = 100_000
"""Bytes of a document that may be a model: an archive has few long reports."""
BODY = re.compile("[\u4e00-\u9fff]{1,3}(?=省|市|县|区|镇|街道|乡|局|中心|学校|医院|委员会)")
LETTERS = "东西南北中上下安宁和平永兴长清石白青龙凤云山水江河湖海金银铜玉林泉溪桥城关湾岭坪塘"
CHANGED = ("word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
KINDS = ("docx",) * 12 + ("pdf",) * 7 + ("xlsx",)
A_FOLDER = 250


def write_variants(folder: Path, count: int) -> None:
    """Write that many files, 250 in a folder, as if they had lain there for a while."""
    models = {
        kind: [path for path in sorted(CORPUS.glob(f"*.{kind}")) if path.stat().st_size < LONGEST]
        for kind in KINDS
    }
    taken = dict.fromkeys(KINDS, 0)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        model = models[kind][taken[kind] % len(models[kind])]
        taken[kind] += 1
        target = folder / f"{number // A_FOLDER:03}单位" / f"{number:05}-{model.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        (_other_pdf if kind == "pdf" else _other_names)(model, target, number)
        os.utime(target, (time.time() - 1000,) * 2)


def _other_pdf(model: Path, target: Path, number: int) -> None:
    with pikepdf.open(io.BytesIO(model.read_bytes())) as file:
        file.pages[0].contents_add(file.make_stream(f"% {number}\n".encode()))
        file.save(target)


def _other_names(model: Path, target: Path, number: int) -> None:
    dice, names = random.Random(number), dict[str, str]()

    def other(found: re.Match[str]) -> str:
        return names.setdefault(found[0], "".join(dice.choice(LETTERS) for _ in found[0]))

    with zipfile.ZipFile(model) as file, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.comment = str(number).encode()
        for name in file.namelist():
            content = file.read(name)
            out.writestr(name, BODY.sub(other, content.decode()) if name in CHANGED else content)


if __name__ == "__main__":
    write_variants(Path(sys.argv[1]), int(sys.argv[2]))
