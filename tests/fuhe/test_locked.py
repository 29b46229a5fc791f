"""Encrypted Word files in a run: read with the password, and never copied without their encryption."""

from io import BytesIO

from msoffcrypto.format.ooxml import OOXMLFile


def lock(path, password):
    out = BytesIO()
    OOXMLFile(BytesIO(path.read_bytes())).encrypt(password, out)
    path.write_bytes(out.getvalue())


def test_a_run_with_the_password_reads_the_file_and_leaves_no_open_copy(fuhe, wrong, tmp_path):
    lock(wrong, "复核1")
    out = tmp_path / "out"
    code, _, err = fuhe("run", wrong, "--out", out, "--password", "复核1", "--jobs", 1)
    assert code == 0, err
    assert not list(out.glob("annotated/*"))
    (page,) = (out / "documents").glob("*.html")
    assert "没有标注副本：原文件已加密" in page.read_text(encoding="utf-8")


def test_a_run_with_another_password_accounts_for_the_file(fuhe, wrong, right, tmp_path):
    lock(wrong, "复核1")
    code, _, err = fuhe("run", wrong, right, "--out", tmp_path / "out", "--password", "x", "--jobs", 1)
    assert code == 3
    assert "密码不正确" in err


def test_check_opens_it_too(fuhe, wrong):
    lock(wrong, "复核1")
    assert fuhe("check", wrong, "--password", "复核1")[0] == 1
    code, _, err = fuhe("check", wrong)
    assert (code, "--password" in err) == (4, True)
    code, _, err = fuhe("check", wrong, "--password", "别的")
    assert (code, "所给密码不正确" in err) == (4, True)
