"""The views an auditor asks for first, on rows written down here."""

from decimal import Decimal

import duckdb
import pytest

from publish.dataset import table_of, view_statements
from publish.tables import TABLES


@pytest.fixture
def ask():
    """Ask a database that holds these rows."""

    def over(query, **rows):
        with duckdb.connect() as connection:
            for name in TABLES:
                connection.register("given", table_of(rows.get(name, []), name))
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            for statement in view_statements():
                connection.execute(statement)
            return connection.execute(query).fetchall()

    return over


def document(id_, **facts):
    return {"document_id": id_, "path": f"{id_}.docx", "organisation": "甲局", "fiscal_year": 2023, **facts}


def indicator(id_, number, target=None, actual=None, **facts):
    def value(text):
        return Decimal(text) if text is not None else None

    return {
        "document_id": id_,
        "number": number,
        "form": 0,
        "level3": f"指标{number}",
        "target_text": target,
        "actual_text": actual,
        "target_value": value(target),
        "actual_value": value(actual),
        "target_unit": "人" if target else None,
        "actual_unit": "人" if actual else None,
        **facts,
    }


def test_far_over_the_target_is_only_what_is_good_when_more(ask):
    rows = [
        indicator("a", 0, "100", "131", operator=">=", direction="positive"),
        indicator("a", 1, "100", "130"),
        indicator("a", 2, "10", "20", operator="<=", direction="reverse"),
        indicator("a", 3, "10", "20", direction="reverse"),
        indicator("a", 4, "0", "20"),
        indicator("a", 5, "10", "20"),
    ]
    found = ask("SELECT level3, completion FROM over_fulfilment", documents=[document("a")], indicators=rows)
    assert found == [("指标5", 200.0), ("指标0", 131.0)]


def test_only_a_table_with_such_a_column_leaves_targets_and_results_empty(ask):
    rows = [
        indicator("form", 0, "1", "1"),
        indicator("form", 1, None, "2"),
        indicator("form", 2, None, None),
        indicator("form", 3, "3", "3"),
        indicator("scored", 0, score_text="5"),
        indicator("goals", 0, "5"),
        indicator("goals", 1, None),
        indicator("blank", 0, "5"),
    ]
    documents = [
        document("form", doc_type="selfeval_form"),
        document("scored", doc_type="scoring_table"),
        document("goals", doc_type="target_form"),
        document("blank", doc_type="selfeval_form"),
    ]
    columns = "document_id, indicators, without_target, share_without_target, share_without_actual"
    found = ask(f"SELECT {columns} FROM empty_targets", documents=documents, indicators=rows)
    assert found == [
        ("form", 4, 2, 50.0, 25.0),
        ("goals", 2, 1, 50.0, None),
        ("blank", 1, 0, 0.0, 100.0),
        ("scored", 1, None, None, None),
    ]
    [whole] = ask("SELECT * FROM empty_targets_by_organisation", documents=documents, indicators=rows)
    assert whole == ("甲局", 2023, 4, 8, round(100 * 3 / 7, 1), 40.0)


def test_documents_rank_by_gravity_then_by_money(ask):
    findings = [
        {"document_id": "a", "severity": "warning", "amount_involved": Decimal(5)},
        {"document_id": "b", "severity": "error", "amount_involved": Decimal(1)},
        {"document_id": "c", "severity": "error", "amount_involved": Decimal(2), "other_documents": ["a"]},
    ]
    found = ask(
        "SELECT rank, document_id, errors, with_other_documents FROM ranking",
        documents=[document(id_) for id_ in "abcd"],
        findings=findings,
    )
    assert found == [(1, "c", 1, 1), (2, "b", 1, 0), (3, "a", 0, 0)]


def test_departments_and_categories_are_counted(ask):
    documents = [
        document(
            "a", supervising_dept="水利局", errors=1, warnings=0, notes=0, grade="优", reported_total="90"
        ),
        document(
            "b", supervising_dept="水利局", errors=2, warnings=0, notes=0, grade="良", reported_total="80.5"
        ),
        document("c", errors=0, warnings=1, notes=0),
    ]
    found = ask(
        "SELECT supervising_dept, documents, errors, mean_score, share_of_best_grade FROM by_department",
        documents=documents,
    )
    assert found == [("水利局", 2, 3, 85.25, 50.0), ("甲局", 1, 0, None, None)]
    rows = [
        indicator("a", 0, "10", "12", level1="产出", level2="数量", score_value=5, weight_value=5),
        indicator("a", 1, "10", "8", level1="产出", level2="数量", score_value=4, weight_value=5),
        indicator("b", 0, None, None, level1="产出", level2="数量"),
    ]
    found = ask(
        "SELECT level2, indicators, documents, without_target, median_completion, share_of_full_marks "
        "FROM by_category",
        documents=documents,
        indicators=rows,
    )
    assert found == [("数量", 3, 2, 1, 100.0, 50.0)]
