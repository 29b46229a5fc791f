"""Encrypted Office files open with their password, and say so when they do not."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ingest import decrypt, ole
from ingest.guards import RefusedError
from ingest.read import read
from ingest.sniff import Kind, sniff
from schema.document import State
from tests.components import require
from tests.ingest.locked import locked
from tests.ingest.packages import codes, docx, grid, lines, opened, p, table, tables, tc
from tests.ingest.test_sheet import workbook

WORD = "复核2023"
CELL = '<w:tcW w:w="2000" w:type="dxa"/>'
BODY = (
    p("一、基本情况")
    + table(tc("项目", CELL) + tc("金额", CELL), tc("甲", CELL) + tc("1.00", CELL), widths=(2000, 2000))
    + "".join(p(f"第{number}笔支出{number * 7919}元，凭证{number * 104729}。") for number in range(400))
)


def encrypted(data: bytes, password: str = WORD) -> bytes:
    out = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt(password, out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "data"), [("a.docx", docx(BODY)), ("a.xlsx", workbook())])
def test_an_encrypted_file_reads_as_the_plain_one_does(name: str, data: bytes, tmp_path: Path) -> None:
    plain = opened(data, tmp_path, f"plain-{name}")
    path = tmp_path / name
    path.write_bytes(encrypted(data))
    document = read(path, password=WORD)
    assert (document.state, document.format) == (State.OK, plain.format)
    assert document.blocks == plain.blocks
    assert document.engines["decrypt"].startswith("msoffcrypto")
    assert sorted(file.name for file in tmp_path.iterdir()) == [name, f"plain-{name}"]


@pytest.mark.parametrize(
    ("password", "code"), [(None, "needs_password"), ("", "needs_password"), ("复核2024", "wrong_password")]
)
def test_without_its_password_it_is_not_read(password: str | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(encrypted(docx(BODY)))
    document = read(path, password=password)
    assert (document.state, codes(document)) == (State.NEEDS_PASSWORD, {code})
    assert "密码" in document.notices[0].message


def test_a_workbook_that_excel_opens_without_asking_needs_no_password(tmp_path: Path) -> None:
    document = opened(encrypted(workbook(), "VelvetSweatshop"), tmp_path, "a.xlsx")
    assert (document.state, document.format) == (State.OK, "xlsx")


def test_a_password_for_a_plain_file_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    assert read(path, password=WORD).state is State.OK


@pytest.mark.parametrize("suffix", [".doc", ".xls"])
def test_old_formats_that_libreoffice_encrypted(suffix: str, tmp_path: Path) -> None:
    require("soffice")
    source = tmp_path / ("a.docx" if suffix == ".doc" else "a.xlsx")
    source.write_bytes(docx(BODY) if suffix == ".doc" else workbook())
    path = locked(source, suffix, WORD)
    assert sniff(path.read_bytes(), suffix) is Kind.ENCRYPTED
    assert read(path, password="other").state is State.NEEDS_PASSWORD
    document, plain = read(path, password=WORD), read(source)
    assert (document.state, document.format) == (State.OK, suffix[1:])
    if suffix == ".doc":
        assert lines(document) == lines(plain)
    assert [grid(found) for found in tables(document)] == [grid(found) for found in tables(plain)]


def test_an_encrypted_opendocument_says_what_to_do(tmp_path: Path) -> None:
    require("soffice")
    source = tmp_path / "a.docx"
    source.write_bytes(docx(BODY))
    document = read(locked(source, ".odt", WORD), password=WORD)
    assert (document.state, codes(document)) == (State.NEEDS_PASSWORD, {"needs_password"})
    assert "OpenDocument" in document.notices[0].message


def test_damage_to_an_encrypted_file_is_told(tmp_path: Path) -> None:
    whole = encrypted(docx(BODY))
    path = tmp_path / "a.docx"
    path.write_bytes(whole[: len(whole) // 3])
    document = read(path, password=WORD)
    assert not document.readable
    assert document.notices[0].severity == "error"


def test_endless_rounds_of_the_key_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decrypt, "_MOST_ROUNDS", 50_000)  # what encrypts here takes 100,000
    with pytest.raises(RefusedError) as refused:
        decrypt.decrypted(encrypted(docx(BODY)), WORD)
    assert (refused.value.state, refused.value.code) == (State.CORRUPT, "encryption_refused")


def test_heads_of_small_streams_are_found(tmp_path: Path) -> None:
    require("soffice")
    source = tmp_path / "a.xlsx"
    source.write_bytes(workbook())
    data = locked(source, ".xls", WORD).read_bytes()
    assert ole.streams(data)["Workbook"][1] < 4096
    assert struct.unpack_from("<H", ole.head(data, "Workbook"))[0] == 0x0809
