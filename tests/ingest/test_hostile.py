"""Hostile, broken and misnamed files: each ends in its right state, fast, within bounded memory."""

from __future__ import annotations

import os
import random
import resource
import socket
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.guards import Limits
from ingest.read import read
from ingest.sniff import Kind, sniff
from schema.document import State
from tests.components import require
from tests.ingest.packages import codes, docx, lines, opened, p, part, plain_table, zipped

GOOD = docx(p("一、基本情况") + plain_table("项目|金额\n甲|1.00"))


def with_document(xml: str) -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def elements(megabytes: int) -> bytes:
    """Short elements whose names do not repeat, so that no ratio of compression gives them away."""
    rng = random.Random(5)
    some = b"".join(b"<a%x/>" % rng.getrandbits(48) for _ in range(60_000))
    return b"<x>" + some * (megabytes * 1_000_000 // len(some)) + b"</x>"


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = (
    "<!DOCTYPE d [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12))
    + "]>"
)


def declared(doctype: str, text: str = "&x;") -> bytes:
    body = part("document", f"<w:body>{p(text)}</w:body>")
    return with_document(body.replace("?>", "?>" + doctype, 1))


def ole(*names: str, encrypted: bool = False) -> bytes:
    """A compound file whose directory lists these streams (their content is empty)."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHH", head, 24, 62, 3, 0xFFFE, 9)
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE, *[0xFFFFFFFF] * 118)
    directory = bytearray(512)
    for number, name in enumerate(("Root Entry", *names)):
        raw = name.encode("utf-16-le")
        directory[number * 128 : number * 128 + len(raw)] = raw
        struct.pack_into("<HB", directory, number * 128 + 64, len(raw) + 2, 5 if number == 0 else 2)
        struct.pack_into("<II", directory, number * 128 + 116, 2, 4096)
    stream = bytearray(4096)
    stream[0:2] = b"\xec\xa5"
    stream[11] = 1 if encrypted else 0
    return bytes(head) + fat + bytes(directory) + bytes(stream)


CASES: list[tuple[str, str, bytes, State, str]] = [
    ("empty", "a.docx", b"", State.EMPTY, "empty"),
    ("only blanks", "a.txt", b"\n \t\r\n", State.EMPTY, "empty"),
    ("zeros", "a.pdf", b"\0" * 5000, State.EMPTY, "empty"),
    ("random bytes", "a.docx", bytes(range(256)) * 20, State.UNSUPPORTED, "unsupported"),
    ("cut in half", "a.docx", GOOD[: len(GOOD) // 2], State.CORRUPT, "zip_broken"),
    ("no document.xml", "a.docx", zipped({"[Content_Types].xml": "<Types/>", "word/a.xml": "<a/>"}), State.CORRUPT, "part_missing"),
    ("document.xml is no XML", "a.docx", with_document("not xml"), State.CORRUPT, "xml_broken"),
    ("document.xml breaks off", "a.docx", with_document(part("document", "<w:body>" + p("甲"))[:-30]), State.CORRUPT, "xml_broken"),
    ("document.xml is another XML", "a.docx", with_document("<html/>"), State.CORRUPT, "no_body"),
    ("nothing in the body", "a.docx", docx(""), State.EMPTY, "empty"),
    ("external entity", "a.docx", declared(ENTITY), State.CORRUPT, "dtd_refused"),
    ("billion laughs", "a.docx", declared(LAUGHS, "&a11;"), State.CORRUPT, ""),
    ("harmless DTD", "a.docx", declared("<!DOCTYPE d>", "甲"), State.CORRUPT, "dtd_refused"),
    ("encrypted OOXML", "a.docx", ole("EncryptionInfo", "EncryptedPackage"), State.NEEDS_PASSWORD, "needs_password"),
    ("encrypted doc", "a.doc", ole("WordDocument", encrypted=True), State.NEEDS_PASSWORD, "needs_password"),
    ("foreign OLE", "a.wps", ole("CONTENTS"), State.UNSUPPORTED, "unsupported"),
    ("OLE magic alone", "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, State.UNSUPPORTED, "unsupported"),
    ("xls without content", "a.xls", ole("Workbook"), State.CORRUPT, "corrupt"),
    ("ofd", "a.ofd", zipped({"OFD.xml": "<OFD/>"}), State.CORRUPT, "part_missing"),
    ("pptx", "a.pptx", zipped({"ppt/presentation.xml": "<p/>"}), State.UNSUPPORTED, "unsupported"),
    ("picture", "a.jpg", b"\xff\xd8\xff\xe0" + b"\1\2\3" * 100, State.UNSUPPORTED, "unsupported"),
    ("other archive", "a.zip", zipped({"a.txt": "甲"}), State.UNSUPPORTED, "unsupported"),
    ("page of scripts", "a.html", b"<html><body><script>var a=1</script></body></html>", State.EMPTY, "empty"),
    ("endless number", "a.docx", docx(p("支出" + "9" * 500 + "元")), State.TOO_LARGE, "text_too_large"),
    ("endless paragraph", "a.txt", ("支出1元，" * 50_000).encode(), State.TOO_LARGE, "text_too_large"),
    ("endless cell", "a.csv", ("项目,金额\n甲," + "1" * 500).encode(), State.TOO_LARGE, "text_too_large"),
    ("long but honest", "a.txt", ("支出1元，" * 20_000).encode(), State.OK, ""),
    ("xlsx without sheets", "a.xlsx", zipped({"xl/workbook.xml": "<workbook/>"}), State.CORRUPT, "corrupt"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "state", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_every_broken_file_ends_in_its_state(
    name: str, data: bytes, state: State, code: str, tmp_path: Path
) -> None:
    began = time.monotonic()
    document = opened(data, tmp_path, name)
    assert document.state is state
    assert code in codes(document) | {""}
    assert all(len(notice.message) > 6 for notice in document.notices)
    assert time.monotonic() - began < 10


def test_nothing_of_a_file_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("机密内容", encoding="utf-8")
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    document = opened(declared(doctype), tmp_path)
    assert "机密内容" not in repr(document)


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx", "a.doc", "a.html"])
def test_a_misnamed_file_is_read_as_what_it_is(name: str, tmp_path: Path) -> None:
    document = opened(GOOD, tmp_path, name)
    assert (document.format, document.state) == ("docx", State.OK)
    assert "misnamed" in codes(document)
    assert len(document.blocks) == 2


def test_a_rightly_named_file_has_no_notice(tmp_path: Path) -> None:
    assert opened(GOOD, tmp_path).notices == ()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda folder: folder / "none.docx", FileNotFoundError),
        (lambda folder: folder, IsADirectoryError),
    ],
)
def test_paths_that_cannot_be_opened_raise(make, error: type[OSError], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error):
        read(make(tmp_path))


def test_pipes_and_devices_raise_and_never_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.docx")
    for path in (tmp_path / "a.docx", Path("/dev/zero")):
        with pytest.raises(OSError, match="普通文件"):
            read(path)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"<html><body>" + b"<div>" * 100_000 + "甲".encode() + b"</div>" * 100_000, "a.html", "too_large"),
        (b"<html><body>" + b"<table><tr><td>" * 3000 + "甲".encode(), "a.html", "too_large"),
        (b"<html><body><table><tr><td colspan=99999 rowspan=99999>1</td></tr></table>", "a.html", "ok"),
        (b"a" * 20_000_000 + b",b\n", "a.csv", "corrupt"),
        (b'"' * 3_000_001, "a.csv", "too_large"),
        (b"," * 4_000_000, "a.csv", "too_large"),
        (b"\n".join(b"x" for _ in range(500_000)), "a.txt", "too_large"),
        (b"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><html><body>&x;</body></html>", "a.html", "ok"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" + b"--b\r\n" * 20_000, "a.mht", "corrupt"),
        (zipped({"xl/workbook.xml": "<workbook/>", "xl/styles.xml": ENTITY + "<a>&x;</a>"}), "a.xlsx", "corrupt"),
        (zipped({"xl/workbook.xml": "<workbook/>", "xl/styles.xml": elements(30)}), "a.xlsx", "too_large"),
        (zipped({"OFD.xml": "<OFD><DocRoot>d.xml</DocRoot></OFD>", "d.xml": "<D><Page BaseLoc='p.xml'/></D>", "p.xml": elements(30)}), "a.ofd", "too_large"),
    ],
    ids=["deep", "nested tables", "spans", "long cell", "quotes", "commas", "lines", "entity", "parts", "xlsx entity", "xlsx elements", "ofd elements"],
)  # fmt: skip
def test_hostile_text_formats_end_soon_and_small(
    data: bytes, name: str, expected: str, tmp_path: Path
) -> None:
    state, _, seconds, used = in_child(data, tmp_path, name)
    assert state == expected
    assert seconds < 10
    assert used < 700


def test_links_to_directories_and_into_nothing_raise(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.docx").symlink_to(tmp_path / "folder")
    (tmp_path / "b.docx").symlink_to(tmp_path / "gone")
    with pytest.raises(IsADirectoryError):
        read(tmp_path / "a.docx")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "b.docx")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=100), "file_too_large"),
        (Limits(archive_entries=2), "zip_entries"),
        (Limits(part_bytes=50), "part_too_large"),
        (Limits(blocks=3), "too_many_blocks"),
        (Limits(cells=3), "too_many_cells"),
    ],
)
def test_limits(limits: Limits, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(plain_table("甲|乙\n丙|丁\n戊|己") + p("段") * 6))
    document = read(path, limits=limits)
    assert (document.state, codes(document)) == (State.TOO_LARGE, {code})
    assert len(document.sha256) == 64


CHILD = """
import resource, sys, time
from ingest.read import read
from ingest.guards import Limits
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.monotonic()
document = read(sys.argv[1])
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(document.state.value, len(document.blocks), round(time.monotonic() - began, 2), used // 1024)
"""


def in_child(data: bytes, folder: Path, name: str = "a.docx") -> tuple[str, int, float, int]:
    """State, blocks, seconds and MB above start, measured in a fresh process that may not have 2 GB."""
    path = folder / name
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[2],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30)),
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    state, blocks, seconds, used = done.stdout.split()
    return state, int(blocks), float(seconds), int(used)


def bomb(inner: bytes, times: int) -> bytes:
    """A DOCX whose document.xml repeats `inner`, written without holding it in memory."""
    head, tail = part("document", "<w:body>|</w:body>").encode().split(b"|")
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as stream,
    ):
        stream.write(head)
        chunk = inner * 4096
        for _ in range(times // 4096):
            stream.write(chunk)
        stream.write(tail)
    return out.getvalue()


@pytest.mark.parametrize(
    ("inner", "times", "state"),
    [
        pytest.param(b"<w:p/>", 1_000_000, "too_large", id="a million empty paragraphs"),
        pytest.param(b"<w:p/>", 50_000_000, "too_large", id="fifty million empty paragraphs"),
        pytest.param(
            b"<w:p><w:r><w:t>" + b"A" * 1000 + b"</w:t></w:r></w:p>", 200_000, "too_large", id="ratio"
        ),
        pytest.param(b"<w:tbl><w:tr><w:tc>", 4096 * 60, "too_large", id="nested without end"),
        pytest.param(b"A" * 1000, 100_000, "too_large", id="one text of 100 MB"),
    ],
)
def test_bombs_end_soon_and_small(inner: bytes, times: int, state: str, tmp_path: Path) -> None:
    found, _, seconds, used = in_child(bomb(inner, times), tmp_path)
    assert found == state
    assert seconds < 10
    assert used < 400


def test_one_text_beyond_the_parser_is_refused(tmp_path: Path) -> None:
    incompressible = os.urandom(9_000_000).hex().encode()
    body = part("document", "<w:body><w:p><w:r><w:t>|</w:t></w:r></w:p></w:body>").encode().split(b"|")
    data = zipped({"word/document.xml": body[0] + incompressible + body[1]})
    state, _, seconds, used = in_child(data, tmp_path)
    assert (state, seconds < 10, used < 400) == ("too_large", True, True)


def drawn_pdf(operators: bytes, dictionary: bytes = b"") -> bytes:
    """A page whose content is deflated."""
    packed = zlib.compress(operators, 9)
    out = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    out += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<<>>>>endobj\n"
    out += b"4 0 obj<</Length %d/Filter/FlateDecode%s>>stream\n" % (len(packed), dictionary)
    return out + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"


def test_a_page_of_a_hundred_million_lines_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    state, blocks, seconds, used = in_child(drawn_pdf(b"0 0 m 1 1 l S\n" * 8_000_000), tmp_path, "a.pdf")
    assert (state, blocks, seconds < 5, used < 200) == ("too_large", 0, True, True)


def test_drawings_of_an_honest_size_are_opened(tmp_path: Path) -> None:
    document = opened(drawn_pdf(b"0 0 m 1 1 l S\n" * 40_000), tmp_path, "a.pdf")
    assert document.state is not State.TOO_LARGE


def test_a_bomb_among_the_pictures_is_never_unpacked(tmp_path: Path) -> None:
    out = BytesIO(GOOD)
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/media/image1.png", "w", force_zip64=True) as stream,
    ):
        for _ in range(300):
            stream.write(b"\0" * 1_000_000)
    state, blocks, seconds, used = in_child(out.getvalue(), tmp_path)
    assert (state, blocks, seconds < 5, used < 100) == ("ok", 2, True, True)


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    data = zipped({"word/document.xml": "<a/>"} | {f"word/{i}.xml": "" for i in range(10_500)})
    document = opened(data, tmp_path)
    assert (document.state, codes(document)) == (State.TOO_LARGE, {"zip_entries"})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_any_damage_ends_in_a_state(cuts: list[tuple[int, int]], tmp_path: Path) -> None:
    data = bytearray(GOOD)
    for at, value in cuts:
        data[at] = value
    document = opened(bytes(data), tmp_path)
    assert document.readable or any(notice.severity == "error" for notice in document.notices)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"<html"]),
)
def test_any_bytes_are_of_some_kind(data: bytes, magic: bytes) -> None:
    assert isinstance(sniff(magic + data, ".docx"), Kind)


def test_the_bytes_of_a_document_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(GOOD)
    path.chmod(0o400)
    before = path.stat()
    document = read(path)
    after = path.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert len(lines(document)) == 1


REMOTE = {
    "a.html": '<html><head><link rel="stylesheet" href="{url}"></head><body><img src="{url}"><p>支出1元。</p></body></html>',
    "a.rtf": '{{\\rtf1 {{\\field{{\\*\\fldinst INCLUDEPICTURE "{url}"}}{{\\fldrslt x}}}} a}}',
    "a.docx": '<w:p><w:r><w:pict><v:shape><v:imagedata src="{url}"/></v:shape></w:pict></w:r></w:p>',
}


@pytest.mark.parametrize("name", REMOTE)
def test_nothing_is_fetched(name: str, tmp_path: Path) -> None:
    if name.endswith(".rtf"):
        require("soffice")
    with socket.create_server(("127.0.0.1", 0)) as server:
        text = REMOTE[name].format(url=f"http://127.0.0.1:{server.getsockname()[1]}/a.png")
        data = docx(text + p("支出1元。")) if name.endswith(".docx") else text.encode()
        assert opened(data, tmp_path, name).state is State.OK
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()
