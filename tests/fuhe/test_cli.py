"""The command line: exit codes of the contract, clear errors, quick help, and both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from fuhe.cli import cli, language
from fuhe.pipeline import refusal
from schema.document import Document, Notice, State
from schema.report import Report

HEAVY = ("pandas", "spacy", "jieba", "pdfplumber", "duckdb", "pyarrow", "pydantic", "lxml", "numpy", "rich")
COMMANDS = sorted(cli.commands)


def python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        timeout=120,
        cwd=Path(__file__).parents[2],
        env=os.environ | environment,
    )


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_imports_nothing_heavy(command):
    code = (
        "import sys; from fuhe.cli import main; "
        f"status = main({[*command.split(), '--help']!r}); "
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert python("-c", code).stdout.decode().strip().splitlines()[-1] == "0 []"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_the_language(fuhe, command, lang):
    code, out, _ = fuhe(*command.split(), "--lang", lang, "--help")
    chinese = any("\u4e00" <= character <= "\u9fff" for character in out.replace("复核", ""))
    assert (code, chinese) == (0, lang == "zh")


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["check", "a.pdf"], "zh"),
        (["check", "a.pdf", "--lang", "en"], "en"),
        (["--lang=en", "check"], "en"),
        (["--lang", "zh"], "zh"),
        (["check", "--lang"], "zh"),
    ],
)
def test_language(arguments, lang, monkeypatch):
    monkeypatch.delenv("FUHE_LANG", raising=False)
    assert language(arguments) == lang


def test_the_language_of_the_environment(fuhe, monkeypatch):
    monkeypatch.setenv("FUHE_LANG", "en")
    assert language([]) == "en"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check"], "缺少 FILE"),
        (["check", "--nothing", "a"], "没有选项 --nothing"),
        (["check", "--fail-on", "x", "a"], "--fail-on 的值不对"),
        (["nothing"], "命令不对"),
        (["run", "."], "缺少 --out"),
        (["show", "a.pdf"], "缺少 --page"),
        (["rules", "Z99"], "没有编号为 Z99 的规则"),
        (["schema", "nothing"], "没有名为 nothing 的表"),
        (["export", "/tmp", "--to", "csv"], "不是 fuhe run 的输出目录"),
        (["check", "a", "--notes", "-1"], "--notes 的值不对"),
    ],
)
def test_wrong_usage_is_2_and_says_what_is_right(fuhe, arguments, told):
    code, out, err = fuhe(*arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert "办法：" in err


@pytest.fixture
def bad(tmp_path):
    """Files that cannot be read, by name."""

    def make(kind):
        path = tmp_path / f"{kind}.pdf"
        match kind:
            case "empty":
                path.write_bytes(b"")
            case "corrupt":
                path.write_bytes(b"%PDF-1.7\n" + b"\x00garbage" * 50)
            case "picture":
                path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
            case "text":
                path.write_text("项目全年预算1,200.00万元。", encoding="utf-8")
            case "encrypted":
                with pikepdf.new() as pdf:
                    pdf.add_blank_page()
                    pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
            case "folder":
                path.mkdir()
        return path

    return make


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("missing", "找不到文件或目录"),
        ("empty", "是空文件"),
        ("corrupt", "无法按其格式读取"),
        ("picture", "不是能读取的文档"),
        ("text", "的内容不是扩展名所示的格式"),
        ("encrypted", "已加密，需要密码"),
        ("folder", "是一个目录"),
    ],
)
def test_a_file_that_cannot_be_read_is_4_with_cause_and_remedy(fuhe, bad, kind, told):
    path = bad(kind)
    code, out, err = fuhe("check", path)
    assert (code, out) == (4, "")
    assert told in err
    assert str(path) in err
    assert "办法：" in err
    assert "Traceback" not in err


def test_an_unreadable_file_as_json(fuhe, bad):
    code, out, _ = fuhe("check", bad("empty"), "--json", "--lang", "en")
    assert code == 4
    assert json.loads(out)["error"]["kind"] == "empty"


def test_reasons_are_in_the_language(fuhe, bad):
    for kind in ("corrupt", "encrypted", "picture", "empty"):
        _, _, err = fuhe("check", bad(kind), "--lang", "en")
        told = err.replace(str(bad(kind).parent), "")
        assert not any("\u4e00" <= character <= "\u9fff" for character in told), told


def test_a_missing_component_is_6_and_names_the_remedy(fuhe, tmp_path, monkeypatch):
    old = tmp_path / "old.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 4096)
    monkeypatch.setenv("PATH", str(tmp_path))
    document = Document(
        "doc", "0" * 64, State.UNSUPPORTED, notices=(Notice("error", "x", None, "needs_libreoffice"),)
    )
    error = refusal(document, old)
    assert (error.exit_code, "LibreOffice" in error.cause("zh"), "soffice" in error.remedy("zh")) == (
        6,
        True,
        True,
    )


def test_findings_are_1_and_none_are_0(fuhe, wrong, right):
    code, out, err = fuhe("check", wrong)
    assert (code, err) == (1, "")
    assert "98.33%" in out
    assert "错误" in out
    assert fuhe("check", right)[0] == 0
    assert fuhe("check", wrong, "--fail-on", "never")[0] == 0


def test_some_files_unreadable_is_3_and_the_others_are_done(fuhe, wrong, bad):
    code, out, err = fuhe("check", bad("empty"), wrong)
    assert code == 3
    assert "98.33%" in out
    assert "是空文件" in err


def test_json_of_one_file_is_one_report(fuhe, wrong):
    _, out, err = fuhe("check", wrong, "--json")
    assert err == ""
    report = Report.model_validate_json(out)
    assert [f.severity.value for f in report.findings if f.severity == "error"] == ["error"]
    assert all(check.message for check in report.checks)
    assert all(finding.message for finding in report.findings)


def test_json_of_several_files_is_one_object_a_line(fuhe, wrong, right, bad):
    code, out, _ = fuhe("check", wrong, bad("empty"), right, "--json")
    assert code == 3
    objects = [json.loads(line) for line in out.splitlines()]
    assert ["error" in one for one in objects] == [False, True, False]


def test_messages_in_english(fuhe, wrong):
    _, out, _ = fuhe("check", wrong, "--lang", "en")
    assert "findings:" in out
    assert "consistency" in out


def test_the_original_is_never_written(fuhe, wrong):
    before = (wrong.read_bytes(), wrong.stat().st_mtime_ns)
    fuhe("check", wrong)
    assert (wrong.read_bytes(), wrong.stat().st_mtime_ns) == before


def test_a_bug_is_70_with_a_short_message_and_a_file(fuhe, wrong, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("surprise")

    monkeypatch.setattr("fuhe.checking.check_files", broken)
    code, out, err = fuhe("check", wrong)
    assert (code, out) == (70, "")
    assert "RuntimeError: surprise" in err
    assert "Traceback" not in err
    trace = Path(err.split("完整信息已写入 ")[1].split("，")[0])
    assert "RuntimeError: surprise" in trace.read_text(encoding="utf-8")
    trace.unlink()


def test_an_interrupt_is_130(fuhe, wrong, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("fuhe.checking.check_files", stop)
    assert fuhe("check", wrong)[0] == 130


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "utf-8"])
def test_any_console_encoding(wrong, encoding):
    result = python("-m", "fuhe", "check", str(wrong), PYTHONIOENCODING=encoding)
    assert result.returncode == 1, result.stderr
    text = result.stdout.decode(encoding)
    assert ("疑点" in text) is (encoding != "latin-1")
    assert "?" not in text or encoding == "latin-1"


def test_json_on_a_gbk_console_is_complete(wrong):
    result = python("-m", "fuhe", "check", str(wrong), "--json", PYTHONIOENCODING="gbk")
    assert json.loads(result.stdout)["document"]["title"]


def test_a_reader_that_has_enough_is_no_error(wrong):
    command = f"'{sys.executable}' -m fuhe read '{wrong}' --json | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, timeout=60
    )
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("option", "content", "code", "told"),
    [
        ("--profile", None, 2, "没有名为 nothing 的规则方案"),
        ("--profile", "a = 1", 7, "own.toml:1"),
        ("--vocabulary", "= broken", 7, "own.toml"),
        ("--vocabulary", None, 7, "nothing"),
    ],
)
def test_an_invalid_profile_or_vocabulary_is_named(fuhe, wrong, tmp_path, option, content, code, told):
    own = "nothing"
    if content is not None:
        (tmp_path / "own.toml").write_text(content, encoding="utf-8")
        own = tmp_path / "own.toml"
    for command in (["check", wrong], ["run", wrong, "--out", tmp_path / "out"]):
        got, out, err = fuhe(*command, option, own)
        assert (got, out) == (code, ""), err
        assert told in err
    assert not (tmp_path / "out").exists()
