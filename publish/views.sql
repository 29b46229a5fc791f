-- Views an auditor asks for first, one statement each. Their titles stand in terms.toml under [view].

CREATE VIEW by_organisation AS
SELECT organisation, count(*) AS documents, sum(errors) AS errors, sum(warnings) AS warnings, sum(notes) AS notes,
       round(avg(consistency), 2) AS mean_consistency, sum(figures) AS figures, sum(checked) AS checked
FROM documents GROUP BY organisation ORDER BY errors DESC, warnings DESC, organisation;

CREATE VIEW by_year AS
SELECT fiscal_year, count(*) AS documents, sum(errors) AS errors, sum(warnings) AS warnings, sum(notes) AS notes,
       round(avg(consistency), 2) AS mean_consistency
FROM documents GROUP BY fiscal_year ORDER BY fiscal_year;

CREATE VIEW by_rule AS
SELECT c.rule, any_value(c.rule_title) AS rule_title, count(*) AS checks,
       count(*) FILTER (c.verdict LIKE 'consistent%') AS consistent,
       count(*) FILTER (c.verdict = 'inconsistent') AS inconsistent,
       count(*) FILTER (c.verdict = 'undetermined') AS undetermined,
       count(DISTINCT c.document_id) AS documents
FROM checks c GROUP BY c.rule ORDER BY c.rule;

CREATE VIEW completion AS
SELECT document_id, number, level1, level2, level3, operator, target_value, target_unit, actual_value, actual_unit,
       round(100 * CAST(actual_value AS DOUBLE) / nullif(CAST(target_value AS DOUBLE), 0), 2) AS completion,
       rate_value AS printed_rate, actual_value > target_value * 1.3 AS over_130
FROM indicators WHERE target_value IS NOT NULL AND actual_value IS NOT NULL AND target_unit = actual_unit;

CREATE VIEW empty_targets AS
SELECT document_id, count(*) AS indicators, count(*) FILTER (target_text IS NULL) AS without_target,
       count(*) FILTER (actual_text IS NULL) AS without_actual,
       round(100.0 * count(*) FILTER (target_text IS NULL) / count(*), 1) AS share_without_target
FROM indicators GROUP BY document_id ORDER BY share_without_target DESC, document_id;

CREATE VIEW budget_wide AS
SELECT document_id, number, any_value(table_name) AS table_name, any_value(code) AS code, any_value(name) AS name,
       any_value(row_kind) AS row_kind,
       max(value) FILTER (field = 'budget_initial') AS budget_initial,
       max(value) FILTER (field = 'budget_adjusted') AS budget_adjusted,
       max(value) FILTER (field = 'received_amount') AS received_amount,
       max(value) FILTER (field = 'executed_amount') AS executed_amount,
       max(value) FILTER (field = 'surplus') AS surplus,
       max(value) FILTER (field = 'execution_rate') AS execution_rate
FROM budget_lines GROUP BY document_id, number ORDER BY document_id, number;
