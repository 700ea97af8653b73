"""Make the slow parts of the pages before somebody waits for them."""

from django.utils import translation

from dampak.accounts.access import EVERYTHING
from dampak.impact.models import Finding
from dampak.indicators.catalogue import CATALOGUE
from dampak.language.saying import LANGUAGES
from dampak.publication.evidence import evidence_within
from dampak.website.indicators.charts import charts_of as indicator_charts
from dampak.website.indicators.selectors import Asked
from dampak.website.studies.charts import DRAWERS, charts_of
from dampak.website.studies.downloads import file_of


def warm_pages() -> None:
    """Count all readings of the served snapshot and draw what every reader sees first."""
    evidence = evidence_within(EVERYTHING)
    if evidence is None:
        return
    for definition in CATALOGUE.values():
        evidence.by_unit(definition)
        evidence.together(definition)
    for language in LANGUAGES:
        with translation.override(language):
            for definition in CATALOGUE.values():
                indicator_charts(definition, evidence, Asked(), language)
            for finding in Finding.objects.current():
                for name in DRAWERS:
                    charts_of(finding, finding.study, name, language)
            for answer in {finding.answer for finding in Finding.objects.current()}:
                file_of(answer, "pdf", language)
