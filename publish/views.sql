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
       rate_value AS printed_rate,
       target_value > 0 AND actual_value > target_value * 1.3 AND coalesce(direction, '') <> 'reverse'
         AND coalesce(operator, '') NOT IN ('<', '<=') AS over_130
FROM indicators WHERE target_value IS NOT NULL AND actual_value IS NOT NULL AND target_unit = actual_unit;

-- A table without a column of targets or of results, as a scoring table or a target form has none, leaves nothing empty.
CREATE VIEW empty_targets AS
WITH counted AS (
    SELECT document_id, form, count(*) AS indicators, count(target_text) AS targets, count(actual_text) AS actuals
    FROM indicators GROUP BY document_id, form
), due AS (
    SELECT c.*, targets > 0 OR actuals > 0 AS with_targets, actuals > 0 OR d.doc_type LIKE '%selfeval%' AS with_actuals
    FROM counted c JOIN documents d USING (document_id)
)
SELECT d.document_id, d.path, d.organisation, d.project_name, d.fiscal_year, sum(u.indicators) AS indicators,
       sum(u.indicators - u.targets) FILTER (u.with_targets) AS without_target,
       sum(u.indicators - u.actuals) FILTER (u.with_actuals) AS without_actual,
       round(100.0 * sum(u.indicators - u.targets) FILTER (u.with_targets)
             / nullif(sum(u.indicators) FILTER (u.with_targets), 0), 1) AS share_without_target,
       round(100.0 * sum(u.indicators - u.actuals) FILTER (u.with_actuals)
             / nullif(sum(u.indicators) FILTER (u.with_actuals), 0), 1) AS share_without_actual
FROM due u JOIN documents d USING (document_id) GROUP BY ALL
ORDER BY share_without_target DESC NULLS LAST, share_without_actual DESC NULLS LAST, d.path;

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

CREATE VIEW by_department AS
SELECT coalesce(supervising_dept, organisation) AS supervising_dept, fiscal_year, count(*) AS documents,
       sum(errors) AS errors, sum(warnings) AS warnings, sum(notes) AS notes,
       round(avg(consistency), 2) AS mean_consistency,
       round(avg(try_cast(reported_total AS DOUBLE)), 2) AS mean_score,
       round(100.0 * count(*) FILTER (grade = '优') / nullif(count(grade), 0), 1) AS share_of_best_grade
FROM documents GROUP BY 1, 2 ORDER BY errors DESC, warnings DESC, 1, 2;

CREATE VIEW by_category AS
SELECT i.level1, i.level2, count(*) AS indicators, count(DISTINCT i.document_id) AS documents,
       count(*) FILTER (i.target_text IS NULL) AS without_target,
       count(*) FILTER (i.actual_text IS NULL) AS without_actual,
       round(median(c.completion), 2) AS median_completion, count(*) FILTER (c.over_130) AS over_130,
       round(100.0 * count(*) FILTER (i.score_value = i.weight_value)
             / nullif(count(*) FILTER (i.score_value IS NOT NULL AND i.weight_value IS NOT NULL), 0), 1)
         AS share_of_full_marks
FROM indicators i LEFT JOIN completion c USING (document_id, number)
GROUP BY i.level1, i.level2 ORDER BY i.level1, i.level2;

CREATE VIEW ranking AS
WITH found AS (
    SELECT document_id, count(*) FILTER (severity = 'error') AS errors,
           count(*) FILTER (severity = 'warning') AS warnings, max(amount_involved) AS largest_amount,
           count(*) FILTER (len(other_documents) > 0) AS with_other_documents
    FROM findings GROUP BY document_id
)
SELECT row_number() OVER (ORDER BY f.errors DESC, f.warnings DESC, f.largest_amount DESC NULLS LAST, d.path) AS rank,
       d.document_id, d.path, d.organisation, d.project_name, d.fiscal_year, f.errors, f.warnings, f.largest_amount,
       f.with_other_documents, d.consistency
FROM found f JOIN documents d USING (document_id) ORDER BY rank;

CREATE VIEW over_fulfilment AS
SELECT d.path, d.organisation, d.project_name, d.fiscal_year, c.level3, c.target_value, c.actual_value, c.actual_unit,
       c.completion, i.deviation_reason
FROM completion c JOIN documents d USING (document_id) JOIN indicators i USING (document_id, number)
WHERE c.over_130 ORDER BY c.completion DESC, d.path, c.number;

CREATE VIEW empty_targets_by_organisation AS
SELECT organisation, fiscal_year, count(*) AS documents, sum(indicators) AS indicators,
       round(100.0 * sum(without_target) / nullif(sum(indicators) FILTER (without_target IS NOT NULL), 0), 1)
         AS share_without_target,
       round(100.0 * sum(without_actual) / nullif(sum(indicators) FILTER (without_actual IS NOT NULL), 0), 1)
         AS share_without_actual
FROM empty_targets GROUP BY organisation, fiscal_year
ORDER BY share_without_target DESC NULLS LAST, share_without_actual DESC NULLS LAST, organisation, fiscal_year;

CREATE VIEW linked AS
SELECT link_kind, first_path, second_path, explicit, confidence, evidence FROM links
ORDER BY explicit DESC, confidence DESC, first_path, second_path;
