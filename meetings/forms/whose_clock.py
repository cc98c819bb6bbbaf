"""Times in a form are by the clocks of its zone, and so is today; whoever writes it in another zone is told so."""

from datetime import date
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t

from copse.zones import city_elsewhere, zone_names


def name_the_city(form: forms.Form) -> None:
    """Say beside "From" and "Until" where these hours are shown, if whoever reads has others. Call it once the form
    has its beginning values.
    """
    zone = form["zone"].value()
    if zone in zone_names() and (city := city_elsewhere(zone)):
        form.fields["start_time"].label = _t("From, in %(city)s") % {"city": city}
        form.fields["end_time"].label = _t("Until, in %(city)s") % {"city": city}


def today_in(zone: str | None) -> date:
    """The day that it is there; where whoever writes is, if the form's zone is none."""
    return timezone.localdate(timezone=ZoneInfo(zone)) if zone else timezone.localdate()
