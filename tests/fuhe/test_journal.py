"""The journal of a run."""

from fuhe.journal import JOURNAL, Entry, Journal, key_of, program_digest
from fuhe.settings import Settings


def test_entries_are_there_for_the_next_run(tmp_path):
    journal = Journal(tmp_path)
    journal.add(Entry("a", "k", "read", errors=2))
    journal.add(Entry("b", "k", "empty", "空"))
    journal.close()
    assert Journal(tmp_path).entries == {
        "a": Entry("a", "k", "read", errors=2),
        "b": Entry("b", "k", "empty", "空"),
    }


def test_the_last_entry_of_a_document_counts(tmp_path):
    journal = Journal(tmp_path)
    for state in ("timeout", "read"):
        journal.add(Entry("a", "k", state))
    journal.close()
    assert Journal(tmp_path).entries["a"].state == "read"


def test_a_torn_line_is_ignored_and_what_follows_is_not_lost(tmp_path):
    journal = Journal(tmp_path)
    journal.add(Entry("a", "k", "read"))
    journal.close()
    with (tmp_path / JOURNAL).open("a", encoding="utf-8") as file:
        file.write('{"id": "b", "ke')
    torn = Journal(tmp_path)
    assert set(torn.entries) == {"a"}
    torn.add(Entry("c", "k", "read"))
    torn.close()
    assert set(Journal(tmp_path).entries) == {"a", "c"}


def test_the_key_changes_with_what_a_result_depends_on(tmp_path):
    profile = tmp_path / "profile.toml"
    profile.write_text("a = 1", encoding="utf-8")
    before = key_of(Settings(profile=str(profile)))
    profile.write_text("a = 2", encoding="utf-8")
    keys = {before, key_of(Settings(profile=str(profile))), key_of(Settings()), key_of(Settings("en"))}
    assert len(keys) == 4
    assert key_of(Settings()) == key_of(Settings(password="secret"))


def test_the_program_has_a_digest():
    assert len(program_digest()) == 64
