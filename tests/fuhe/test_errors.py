"""Errors: a cause, a remedy and an exit code each; they cross process borders whole."""

import pickle

import pytest

from fuhe.errors import EXIT_OF, ExitCode, FuheError
from publish.terms import LANGUAGES, terms


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(EXIT_OF))
def test_every_kind_has_words(kind, lang):
    words = terms(lang).section("error")
    assert {kind, f"{kind}_remedy"} <= words.keys()


def test_the_exit_codes_of_the_contract():
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "SOME_UNREADABLE": 3,
        "NONE_READABLE": 4,
        "OUTPUT": 5,
        "COMPONENT": 6,
        "INVALID": 7,
        "BUG": 70,
        "INTERRUPTED": 130,
    }


def test_cause_and_remedy_in_both_languages():
    error = FuheError("missing", path="报告.pdf")
    assert error.cause("zh") == "找不到文件或目录：报告.pdf"
    assert error.cause("en") == "no such file or folder: 报告.pdf"
    assert error.remedy("zh")
    assert error.exit_code is ExitCode.NONE_READABLE


def test_an_error_survives_pickling():
    error = pickle.loads(pickle.dumps(FuheError("output", path="x", detail="full")))
    assert (error.kind, error.facts, error.exit_code) == ("output", {"path": "x", "detail": "full"}, 5)
