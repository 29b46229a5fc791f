"""One module a family of rules; `score.rule.all_rules` finds them."""
