"""The way into a group, on the pages that are steps of it."""

from django import template

from groups.joining import invitation_in, steps

register = template.Library()


@register.inclusion_tag("groups/_steps.html")
def steps_of_joining(here: str) -> dict:
    """The steps, where one is `here`: invitation, address, reading, oneself, passkey or first."""
    return {"steps": steps(here)}


@register.inclusion_tag("groups/_steps.html", takes_context=True)
def steps_if_invited(context, here: str) -> dict:
    """The same on a page that has other uses too: nothing for whoever follows no invitation."""
    return {"steps": steps(here) if invitation_in(context["request"]) else []}
