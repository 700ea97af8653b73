"""The names of the roles, where settings may read them before any model exists."""

ROLES = (
    "administrator",
    "training-manager",
    "head",
    "evaluator",
    "trainer",
    "civil-servant",
    "steward",
    "observer",
)
