"""The plan as an office hands it over: `study.toml`."""

from dampak.impact.plan_file.file import CannotReadPlan, parse_plans
from dampak.impact.plan_file.study import KEYS

__all__ = ["KEYS", "CannotReadPlan", "parse_plans"]
