"""The way from an object to its lines in the audit book."""

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode

register = template.Library()


@register.simple_tag
def history_url(subject: Model) -> str:
    """The address of everything that was done to an object."""
    about = urlencode({"about": f"{subject._meta.label}:{subject.pk}"})
    return f"{reverse('audit_book:book')}?{about}"
