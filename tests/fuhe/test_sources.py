"""Documents in zip archives, under wildcards, in stores; names of every kind; files that change."""

import hashlib
import io
import multiprocessing
import os
import struct
import zipfile
import zlib
from concurrent.futures import ProcessPoolExecutor

import fsspec
import pytest

from fuhe.archive import _content, explore
from fuhe.errors import FuheError
from fuhe.hashes import Hashes
from fuhe.sources import _driver, at_hand, opened


def old_zip(path, files, encoding="gbk"):
    """A zip written by hand: names in GBK or UTF-8, without the flag for UTF-8."""
    out, central = io.BytesIO(), io.BytesIO()
    for name, content in files:
        raw, crc = name.encode(encoding), zlib.crc32(content)
        start = out.tell()
        fields = (20, 0, 0, 0, 0, crc, len(content), len(content), len(raw), 0)
        out.write(struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", *fields) + raw + content)
        tail = (0, 0, 0, 0, start)
        central.write(struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, *fields, *tail) + raw)
    start, body = out.tell(), central.getvalue()
    out.write(
        body + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(files), len(files), len(body), start, 0)
    )
    path.write_bytes(out.getvalue())
    return path


def labels(archive, root):
    return [[path.replace(f"{root}/", "") for path in found.paths] for found in archive.documents]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_that_do_not_say_how_they_are_written(tmp_path, encoding):
    names = ["附表/农村供水.docx", "a1.docx", "一.xlsx"]
    old_zip(tmp_path / "包.zip", [(name, name.encode()) for name in names], encoding)
    found = explore([tmp_path / "包.zip"])
    assert [path.partition("!/")[2] for one in found.documents for path in one.paths] == sorted(names)
    label = f"{tmp_path / '包.zip'}!/{names[0]}"
    with opened(label) as file:
        assert file.read() == names[0].encode()


def test_names_that_were_misread_before_they_were_packed_again(tmp_path):
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        for encoding, name in (("gbk", "附表"), ("utf-8", "目标表")):
            archive.writestr(name.encode(encoding).decode("cp437") + ".docx", name)
        archive.writestr("Ω值表.docx", "as it is")
    found = explore([tmp_path / "包.zip"])
    names = sorted(path.partition("!/")[2] for one in found.documents for path in one.paths)
    assert names == sorted(["附表.docx", "目标表.docx", "Ω值表.docx"])


def test_files_in_a_zip_are_documents_under_their_chinese_names(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/单独.docx").write_bytes(b"one")
    files = [("甲/报告.docx", b"one"), ("乙.docx", b"two"), ("空.zip", b""), ("说明.json", b"")]
    path = old_zip(tmp_path / "in/资料.zip", files)
    archive = explore([tmp_path / "in"])
    assert labels(archive, tmp_path / "in") == [
        ["单独.docx", "资料.zip!/甲/报告.docx"],
        ["资料.zip!/乙.docx"],
    ]
    assert [(os.path.basename(p), reason) for p, reason, _ in archive.unreadable] == [("空.zip", "corrupt")]
    label = f"{path}!/甲/报告.docx"
    with at_hand(label) as copy, opened(label) as file:
        assert copy.name == "报告.docx"
        assert copy.read_bytes() == file.read() == b"one"
    assert not copy.exists()


def test_archives_in_archives_are_opened_and_told_where_they_are_too_deep(tmp_path):
    inner = [("报告.docx", b"deep"), ("乙.docx", b"two")]
    content = old_zip(tmp_path / "层.zip", inner).read_bytes()
    for depth in range(4):
        content = old_zip(
            tmp_path / "层.zip", [(f"层{depth}.zip", content), (f"旁{depth}.docx", b"%d" % depth)]
        ).read_bytes()
    archive = explore([tmp_path])
    found = [path.replace(f"{tmp_path}/", "") for one in archive.documents for path in one.paths]
    assert found == [
        "层.zip!/层3.zip!/层2.zip!/层1.zip!/旁0.docx",
        "层.zip!/层3.zip!/层2.zip!/旁1.docx",
        "层.zip!/层3.zip!/旁2.docx",
        "层.zip!/旁3.docx",
    ]
    assert [reason for _, reason, _ in archive.unreadable] == ["too_deep"]


def test_a_document_in_an_inner_archive_is_at_hand(tmp_path):
    inner = old_zip(tmp_path / "内.zip", [("甲/报告.docx", b"one"), ("乙.docx", b"two")]).read_bytes()
    path = old_zip(
        tmp_path / "外.zip", [("资料/内.zip", inner), ("坏.zip", b"PK garbage"), ("丙.docx", b"three")]
    )
    (tmp_path / "内.zip").unlink()
    archive = explore([path])
    assert labels(archive, tmp_path) == [
        ["外.zip!/丙.docx"],
        ["外.zip!/资料/内.zip!/乙.docx"],
        ["外.zip!/资料/内.zip!/甲/报告.docx"],
    ]
    assert [(p.rpartition("/")[2], reason) for p, reason, _ in archive.unreadable] == [("坏.zip", "corrupt")]
    for one in archive.documents:
        with at_hand(one.paths[0]) as copy:
            assert hashlib.sha256(copy.read_bytes()).hexdigest() == one.sha256
    with pytest.raises(FileNotFoundError), opened(f"{path}!/资料/内.zip!/没有.docx"):
        pass


def test_a_damaged_zip_a_locked_file_and_a_bomb_are_named(tmp_path):
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04 garbage")
    with zipfile.ZipFile(tmp_path / "弹.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.docx", bytes(8 * 2**20))
    locked = old_zip(tmp_path / "锁.zip", [("锁.docx", b"secret")])
    raw = bytearray(locked.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(sign) + offset] |= 1
    locked.write_bytes(bytes(raw))
    found = explore([tmp_path])
    assert {os.path.basename(path): reason for path, reason, _ in found.unreadable} == {
        "坏.zip": "corrupt",
        "大.docx": "too_large",
        "锁.docx": "needs_password",
    }
    assert found.documents == []


def test_wildcards_and_long_names(tmp_path):
    long = "绩" * 80 + ".docx"
    for name in ("甲/a.pdf", "乙/b.docx", f"乙/{long}"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert labels(explore([f"{tmp_path}/*/*.docx"]), tmp_path) == [["乙/b.docx"], [f"乙/{long}"]]
    with pytest.raises(FuheError) as error:
        explore([f"{tmp_path}/*.xlsx"])
    assert error.value.kind == "missing"


def test_a_link_that_leads_nowhere_is_told(tmp_path):
    (tmp_path / "断.docx").symlink_to(tmp_path / "没有.docx")
    (tmp_path / "自.docx").symlink_to(tmp_path / "自.docx")
    (tmp_path / "环").symlink_to(tmp_path, target_is_directory=True)
    found = explore([tmp_path])
    assert [(os.path.basename(path), reason) for path, reason, _ in found.unreadable] == [
        ("断.docx", "dangling"),
        ("自.docx", "loop"),
    ]


def test_a_folder_and_a_file_that_may_not_be_read_are_told(tmp_path, monkeypatch):
    """Root may read everything, so a child process gives up its rights before it looks."""
    tmp_path.chmod(0o755)
    for name in ("甲/a.docx", "锁/b.docx", "c.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "锁").chmod(0)
    (tmp_path / "c.docx").chmod(0)
    monkeypatch.chdir(tmp_path)
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork"), initializer=as_nobody) as pool:
        documents, unreadable = pool.submit(explored).result()
    (tmp_path / "锁").chmod(0o755)
    assert documents == ["a.docx"]
    assert unreadable == [("锁", "denied"), ("c.docx", "denied")]


def as_nobody():
    if os.geteuid() == 0:
        os.setuid(65534)


def explored():
    found = explore(["."])
    return [os.path.basename(one.paths[0]) for one in found.documents], [
        (os.path.basename(path), reason) for path, reason, _ in found.unreadable
    ]


def test_a_store_is_a_source():
    store = fsspec.filesystem("memory")
    store.pipe("/archive/甲/a.docx", b"one")
    store.pipe("/archive/b.docx", b"one")
    store.pipe("/archive/c.json", b"{}")
    found = explore(["memory://archive"])
    assert [found.paths for found in found.documents] == [
        ("memory:///archive/b.docx", "memory:///archive/甲/a.docx")
    ]
    assert found.ignored == 1
    with at_hand("memory:///archive/甲/a.docx") as copy:
        assert copy.read_bytes() == b"one"
    with pytest.raises(FuheError) as error:
        explore(["memory://nowhere"])
    assert error.value.kind == "missing"
    with pytest.raises(FuheError) as error:
        explore(["nosuchstore://x"])
    assert error.value.kind == "store"


def test_hashes_are_remembered_until_a_file_changes(tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    path.write_bytes(b"one")
    os.utime(path, (1e9, 1e9))
    first = Hashes(tmp_path)
    explore([path], hashes=first)
    first.save()
    read = []
    monkeypatch.setattr("fuhe.archive._content", lambda label: read.append(label) or _content(label))
    again = explore([path], hashes=Hashes(tmp_path))
    assert read == []
    assert [found.sha256 for found in again.documents] == [hashlib.sha256(b"one").hexdigest()]
    path.write_bytes(b"two")
    explore([path], hashes=Hashes(tmp_path))
    assert read == [str(path)], "another size or time is another file"


def test_a_file_changed_a_moment_ago_is_not_remembered(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"one")
    first = Hashes(tmp_path)
    explore([path], hashes=first)
    first.save()
    assert Hashes(tmp_path).get(str(path)) is None


def test_files_of_a_zip_archive_and_of_a_store_are_remembered(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("一.docx", b"one")
        archive.writestr("../二.docx", b"two two")
    os.utime(path, (1e9, 1e9))
    fsspec.filesystem("memory").pipe("/remembered/三.docx", b"three")
    sources = [path, "memory://remembered"]
    first = Hashes(tmp_path)
    before = explore(sources, hashes=first)
    first.save()
    monkeypatch.setattr("fuhe.archive._content", None)
    assert explore(sources, hashes=Hashes(tmp_path)).documents == before.documents
    assert sorted(found.size for found in before.documents) == [3, 5, 7]
    monkeypatch.undo()
    fsspec.filesystem("memory").pipe("/remembered/三.docx", b"four")
    assert explore(sources, hashes=Hashes(tmp_path)).documents != before.documents


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_no_document_and_holds_up_nobody(tmp_path):
    os.mkfifo(tmp_path / "a.pdf")
    archive = explore([tmp_path])
    assert archive.documents == []
    assert archive.unreadable == [(str(tmp_path / "a.pdf"), "not_a_file", "")]


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode here")
def test_a_name_in_another_encoding_is_told_and_harms_no_other_file(tmp_path):
    (tmp_path / "好.docx").write_bytes(b"one")
    with open(os.fsencode(tmp_path) + "/报告.docx".encode("gbk"), "wb") as file:
        file.write(b"two")
    archive = explore([tmp_path])
    assert [found.paths for found in archive.documents] == [(str(tmp_path / "好.docx"),)]
    [(shown, reason, _)] = archive.unreadable
    assert (os.path.basename(shown), reason) == ("报告.docx", "bad_name")


def test_archives_that_are_not_opened_are_told_and_other_files_are_counted(tmp_path):
    for name in ("甲.rar", "乙.7z", "丙.exe", "~$丁.rar"):
        (tmp_path / name).write_bytes(b"x")
    archive = explore([tmp_path])
    assert [(os.path.basename(path), reason) for path, reason, _ in archive.unreadable] == [
        ("乙.7z", "packed"),
        ("甲.rar", "packed"),
    ]
    assert archive.ignored == 2


def test_an_archive_of_many_files_is_opened_once(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(50):
            archive.writestr(f"{number}.docx", str(number))
    opened, plain = [], zipfile.ZipFile
    monkeypatch.setattr("fuhe.sources.zipfile.ZipFile", lambda *given: opened.append(given) or plain(*given))
    assert len(explore([path]).documents) == 50
    assert len(opened) == 2, "once for its contents, once for its files"


@pytest.mark.parametrize(
    ("told", "packages"),
    [
        ("Install s3fs to access S3", "s3fs"),
        ('SFTPFileSystem requires "paramiko" to be installed', "paramiko"),
        ('HTTPFileSystem requires "requests" and "aiohttp" to be installed', "requests aiohttp"),
        (
            "pyarrow and local java libraries required for HDFS",
            "pyarrow and local java libraries required for HDFS",
        ),
    ],
)
def test_the_driver_a_store_needs_is_named(told, packages):
    assert _driver(told) == packages
