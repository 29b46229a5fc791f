"""Decisions: appended, never lost, undone by lines, merged without choosing sides."""

from fuhe.decisions import FILE, Decision, Decisions, conflicts, read_lines, said_of, script_of


def said(finding, verdict, by="甲", at=1, **more):
    return Decision(finding, verdict, by, f"2026-01-01T00:00:0{at}.000+00:00", **more)


def test_decisions_survive_and_a_torn_line_costs_nothing_else(tmp_path):
    Decisions(tmp_path).extend([said("f1", "true"), said("f2", "false", note="“引号”\n换行")])
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write('{"finding": "f3", "verd')
    again = Decisions(tmp_path)
    assert [line.finding for line in again.lines] == ["f1", "f2"]
    again.add(said("f4", "true"))
    assert [line.finding for line in read_lines(tmp_path / FILE)] == ["f1", "f2", "f4"]
    assert '"f3"' in (tmp_path / FILE).read_text(encoding="utf-8")


def test_the_latest_word_of_everybody_counts(tmp_path):
    decisions = Decisions(tmp_path)
    decisions.extend(
        [
            said("f", "true", "甲", 1),
            said("f", "false", "乙", 2),
            said("f", "partly", "甲", 3),
            said("g", "true"),
        ]
    )
    latest = decisions.latest()
    assert [(line.by, line.verdict) for line in latest["f"]] == [("甲", "partly"), ("乙", "false")]
    assert [lines[0].finding for lines in conflicts(latest)] == ["f"]
    assert said_of("f", latest, "乙")["verdict"] == "false"
    assert said_of("f", latest, "丙")["others"] == [{"by": "乙", "verdict": "false", "note": ""}]
    assert said_of("nothing", latest) is None


def test_undo_takes_back_one_own_decision_at_a_time(tmp_path):
    decisions = Decisions(tmp_path)
    decisions.extend([said("f", "true", at=1), said("f", "false", at=2), said("f", "partly", "乙", 3)])
    first = decisions.undo("甲")
    assert (first.finding, first.verdict) == ("f", "true")
    assert said_of("f", decisions.latest(), "甲")["verdict"] == "true"
    second = Decisions(tmp_path).undo("甲")
    assert (second.finding, second.verdict) == ("f", "")
    assert [(line.by, line.verdict) for line in Decisions(tmp_path).latest()["f"]] == [("乙", "partly")]
    assert Decisions(tmp_path).undo("甲") is None
    assert len(list(read_lines(tmp_path / FILE))) == 5


def test_a_decision_after_an_undo_can_be_undone_too(tmp_path):
    decisions = Decisions(tmp_path)
    decisions.add(said("f", "true", at=1))
    decisions.undo("甲")
    decisions.add(said("g", "true", at=2))
    assert decisions.undo("甲").finding == "g"
    assert decisions.undo("甲") is None


def test_merging_twice_changes_nothing(tmp_path):
    (tmp_path / "other").mkdir()
    Decisions(tmp_path / "other").extend([said("f", "false", "乙"), said("g", "true", "乙")])
    mine = Decisions(tmp_path)
    mine.add(said("f", "true", "甲"))
    assert mine.merge(read_lines(tmp_path / "other" / FILE)) == 2
    assert mine.merge(read_lines(tmp_path / "other" / FILE)) == 0
    assert len(conflicts(Decisions(tmp_path).latest())) == 1


def test_the_script_holds_what_was_written_and_nothing_else():
    line = said("f", "true", note="</script>\u2028")
    text = script_of({"f": [line]})
    assert text.startswith("window.FUHE = ")
    assert "\u2028" not in text
