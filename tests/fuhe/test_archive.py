"""What an archive holds."""

import os

import pytest

from fuhe.archive import explore, is_document
from fuhe.errors import FuheError


@pytest.fixture
def tree(tmp_path):
    def write(name, content="x"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
        return path

    return write


def names(archive, root):
    return [[os.path.relpath(path, root) for path in found.paths] for found in archive.documents]


def test_documents_are_found_by_content_with_all_their_paths(tree, tmp_path):
    tree("b/报告.pdf", "1")
    tree("a/copy of 报告.pdf", "1")
    tree("c.docx", "2")
    tree("notes.json")
    archive = explore([tmp_path])
    assert names(archive, tmp_path) == [["a/copy of 报告.pdf", "b/报告.pdf"], ["c.docx"]]
    assert (archive.copies, archive.ignored) == (1, 1)


def test_the_id_is_the_beginning_of_the_hash(tree, tmp_path):
    tree("a.pdf", "1")
    [found] = explore([tmp_path]).documents
    assert found.id == "6b86b273ff34fce1"
    assert found.sha256.startswith(found.id)


def test_the_output_hidden_folders_and_loops_are_left(tree, tmp_path):
    tree("in/a.pdf", "1")
    tree("in/out/reports/b.pdf", "2")
    tree("in/.git/c.pdf", "3")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    archive = explore([tmp_path / "in"], leave=tmp_path / "in" / "out")
    assert names(archive, tmp_path) == [["in/a.pdf"]]


def test_a_file_named_twice_is_one(tree):
    path = tree("a.pdf")
    assert len(explore([path, path, path.parent]).documents) == 1


def test_a_named_file_needs_no_ending(tree):
    assert len(explore([tree("report")]).documents) == 1


def test_a_missing_source_is_an_error(tmp_path):
    with pytest.raises(FuheError) as error:
        explore([tmp_path / "nothing"])
    assert (error.value.kind, error.value.exit_code) == ("missing", 4)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("a.PDF", True),
        ("绩效.docx", True),
        ("台账.et", True),
        ("~$a.docx", False),
        (".hidden.pdf", False),
        ("._a.pdf", False),
        ("README.md", False),
        ("a.json", False),
        ("pdf", False),
    ],
)
def test_is_document(name, document):
    assert is_document(name) is document
