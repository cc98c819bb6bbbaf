"""What one writes about a link, a reference or a file, to put it by or to change it."""

import hashlib
from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from copse import uploads
from copse.fields import LineInput, Seen, WordsInput
from copse.keys import key_of
from copse.pages import put_on
from larder.models import Resource
from larder.references import csl
from larder.references.names import names_of

WHY = _("A few words for the others. You can leave this empty.")


class ResourceForm(forms.ModelForm):
    """What all three have in common."""

    seen = Seen()

    class Meta:
        model = Resource
        fields = ["title", "why"]
        help_texts = {"why": WHY}
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.stamp

    def what(self) -> dict:
        """What the verbs of Resource take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def key(self, pressed: str) -> str:
        """The same when somebody presses twice."""
        return pressed

    def _post_clean(self):
        """The instance stays as it is: the verb changes it."""


class LinkForm(ResourceForm):
    class Meta(ResourceForm.Meta):
        fields = ["address", "title", "why"]
        help_texts = {
            "address": _("As in https://example.org/rivers. Nothing is fetched from there."),
            "title": _("Copy it from the page, or say in your own words what it is."),
            "why": WHY,
        }
        widgets = {"address": forms.URLInput(attrs={"spellcheck": "false"}), **ResourceForm.Meta.widgets}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].required = True

    def clean_address(self) -> str:
        return csl.address_typed(self.cleaned_data["address"])


class FileForm(ResourceForm):
    file = forms.FileField(
        label=_("Which file?"),
        help_text=_("A picture (JPEG, PNG, WebP), a PDF, a text (TXT) or a document (ODT, DOCX), up to ten megabytes."
                    " Of where and when a picture was taken nothing is kept."),
        widget=forms.FileInput(attrs={"accept": ",".join(uploads.KINDS)}),
    )  # fmt: skip
    field_order = ["file", "title", "why"]

    class Meta(ResourceForm.Meta):
        help_texts = {"title": _("If you leave this empty, it is called as the file is."), "why": WHY}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = bool(self.instance.pk)
        if self.instance.pk:
            del self.fields["file"]  # another file is another thing

    def clean_file(self) -> uploads.Upload:
        file = self.cleaned_data["file"]
        return uploads.taken(file.read(uploads.MOST_BYTES + 1), file.name)

    def what(self) -> dict:
        said = super().what()
        if upload := said.pop("file", None):
            said |= {"upload": upload, "title": said["title"] or PurePath(upload.name).stem}
        return said

    def key(self, pressed: str) -> str:
        """Of two files with the same words, each is one."""
        upload = self.cleaned_data["file"]
        return key_of(f"{pressed} {upload.name} {hashlib.sha256(upload.content).hexdigest()}")


class PeopleInput(WordsInput):
    widget = forms.Textarea(attrs={"rows": 2})


EVERY = {"type", "author", "issued", "title", "url", "why", "seen"}
IN_A_BOOK = {"editor", "publisher", "edition", "volume", "doi", "isbn"}
IN_A_JOURNAL = {"container", "volume", "issue", "page", "doi"}
NEEDED = {
    csl.Kind.BOOK: EVERY | IN_A_BOOK,
    csl.Kind.CHAPTER: EVERY | IN_A_BOOK | {"container", "page"},
    csl.Kind.ARTICLE: EVERY | IN_A_JOURNAL,
    csl.Kind.PAPER: EVERY | IN_A_JOURNAL,
    csl.Kind.PAGE: EVERY | {"container", "accessed"},
    csl.Kind.OTHER: EVERY | {"container", "editor", "publisher", "doi"},
}
CONTAINERS = {
    csl.Kind.CHAPTER: _("Which book is it a chapter of?"),
    csl.Kind.ARTICLE: _("Which journal does it stand in?"),
    csl.Kind.PAPER: _("Which newspaper or magazine does it stand in?"),
    csl.Kind.PAGE: _("Which site is it of?"),
}


class ReferenceForm(forms.Form):
    """What the kind that is chosen has; of another kind's fields those that hold something."""

    type = forms.ChoiceField(
        label=_("What is it?"), choices=csl.Kind, widget=forms.RadioSelect, initial=csl.Kind.BOOK.value
    )
    author = PeopleInput(
        label=_("Who wrote it?"), required=False, max_length=10_000,
        help_text=_("One a line, the family name first: Alder, Ada B. A group as it is called: Arts for Health; in"
                    " braces where it has a comma or an “and”: {Arts and Crafts}."),
    )  # fmt: skip
    issued = LineInput(
        label=_("When did it come out?"), required=False, max_length=40,
        help_text=_("The year, as in 2001, or the day, as in 2001-03-09; of what came out again both, as in 1900/1953."
                    " Without a date, leave this empty."),
    )  # fmt: skip
    title = LineInput(label=_("What is it called?"), max_length=300)
    container = LineInput(
        label=_("The journal, the book or the site that it stands in"), required=False, max_length=300
    )
    editor = PeopleInput(label=_("Who edited it?"), required=False, max_length=10_000)
    publisher = LineInput(label=_("Publisher"), required=False, max_length=200)
    edition = LineInput(label=_("Edition"), required=False, max_length=60)
    volume = LineInput(label=_("Volume"), required=False, max_length=40)
    issue = LineInput(label=_("Issue"), required=False, max_length=40)
    page = LineInput(label=_("Pages"), required=False, max_length=60)
    doi = LineInput(label=_("DOI"), required=False, max_length=200)
    isbn = LineInput(label=_("ISBN"), required=False, max_length=30)
    url = LineInput(label=_("Address on the web"), required=False, max_length=1000)
    accessed = LineInput(
        label=_("When did you read it there?"), required=False, max_length=40,
        help_text=_("The day, as in 2001-03-09, for a page without a date."),
    )  # fmt: skip
    why = WordsInput(
        label=_("What is it good for?"), help_text=WHY, required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    seen = Seen()
    NAMES = {"container": "container-title", "doi": "DOI", "isbn": "ISBN", "url": "URL"}

    def __init__(self, *args, instance: Resource | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if instance:
            written = {**self.said_of(instance.item), "why": instance.why, "seen": instance.stamp}
            self.initial = {**written, **self.initial}
        self.kind = self["type"].value()
        if self.kind not in csl.Kind.values:
            self.kind = csl.Kind.BOOK.value
        for name in set(self.fields) - NEEDED[self.kind]:
            if not self[name].value():
                del self.fields[name]
        if "container" in self.fields:
            self._ask_for_the_container(self.fields["container"])

    def _ask_for_the_container(self, field: LineInput) -> None:
        field.label = CONTAINERS.get(self.kind, field.label)
        field.required = self.kind == csl.Kind.CHAPTER
        field.error_messages["required"] = _("Write which book it is a chapter of.")

    @staticmethod
    def asks_for_fields(said) -> bool:
        """Whether what was posted is a wish for another kind's fields: its button, or a kind other than was shown."""
        return "again" in said or said.get("shown", said.get("type")) != said.get("type")

    @classmethod
    def said_of(cls, item: dict) -> dict[str, str]:
        """What the form says of a reference."""
        said = {name: item.get(cls.NAMES.get(name, name), "") for name in cls.base_fields}
        said |= {name: "\n".join(map(csl.name_line, item.get(name, []))) for name in csl.NAMES}
        return said | {name: csl.date_line(item.get(name, {})) for name in csl.DATES}

    def clean(self):
        said = self.cleaned_data
        told = {self.NAMES.get(name, name): value for name, value in said.items() if name not in ("why", "seen")}
        told |= {name: self._names(name) for name in csl.NAMES}
        told |= {name: {"raw": said.get(name, "")} for name in csl.DATES}
        try:
            self.item = csl.tidied(told)
        except ValidationError as error:
            fields = {name: field for field, name in self.NAMES.items()}
            wrong = {fields.get(name, name): words for name, words in error.message_dict.items()}
            put_on(self, ValidationError({name: words for name, words in wrong.items() if name not in self.errors}))
        return said

    def _names(self, field: str) -> list[dict]:
        try:
            return names_of(self.cleaned_data.get(field, ""))
        except ValidationError as error:
            self.add_error(field, error)
            return []

    def what(self) -> dict:
        return {**Resource.parts_of(self.item), "why": self.cleaned_data["why"]}

    def key(self, pressed: str) -> str:
        return pressed


FORMS = {"link": LinkForm, "reference": ReferenceForm, "file": FileForm}
