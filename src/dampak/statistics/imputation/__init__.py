"""What would the trained units have shown untrained? Fitted on untrained months, then compared.

Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91, 3253-3285: the sharpest
comparison under parallel trends in all months, and a cross-check of `dampak.statistics.staggered`.
"""

from dampak.statistics.imputation.by_time_since import imputed_event_study
from dampak.statistics.imputation.overall import imputed_effect
from dampak.statistics.imputation.pre_trend import imputation_pre_trend_test

__all__ = ["imputation_pre_trend_test", "imputed_effect", "imputed_event_study"]
