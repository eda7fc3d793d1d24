"""Scene 6, writing: a new message or an answer, sent as the mailbox or on its behalf as the rights allow."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from poststelle.mailroom import compose as letters
from poststelle.mailroom import rights, send
from poststelle.model.address import Address
from poststelle.model.errors import Misconfigured, NotPermitted
from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Purpose, Right
from poststelle.model.submission import Letter, Manner, Submission, Upload
from poststelle.web import place
from poststelle.web.door import for_mailbox
from poststelle.web.mistakes import in_words, show
from poststelle.web.pages import number
from poststelle.words import texts

MANNERS: Mapping[Right, Manner] = {Right.SEND_AS: Manner.SEND_AS, Right.SEND_ON_BEHALF: Manner.ON_BEHALF}
MAX_ATTACHMENTS_OCTETS = 35 * 2**20


class AddressesField(forms.CharField):
    """Several addresses, parted by commas or semicolons; its value is a tuple of `Address`."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return tuple(dict.fromkeys(_address(part) for part in text.replace(";", ",").split(",") if part.strip()))


def _address(part: str) -> Address:
    bare = part.strip()
    if bare.endswith(">"):  # Name <name@example.com>
        bare = bare[bare.rfind("<") + 1 : -1]
    try:
        return Address.parse(bare)
    except ValueError as error:
        raise forms.ValidationError(f"“{part.strip()}”: {in_words('address-broken', {})}") from error


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class FilesField(forms.FileField):
    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        files = [super(FilesField, self).clean(one, initial) for one in given]
        if sum(file.size for file in files) > MAX_ATTACHMENTS_OCTETS:
            raise forms.ValidationError(_("The attachments are larger than 35 MB together."))
        return files


class LetterForm(forms.Form):
    manner = forms.ChoiceField(label=_("From"), widget=forms.RadioSelect)
    to = AddressesField(label=_("To"), help_text=_("Several addresses are parted by commas."))
    cc = AddressesField(label=_("Cc"), required=False)
    bcc = AddressesField(label=_("Bcc"), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=500, required=False)
    text = forms.CharField(
        label=_("Text"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 14, "data-caret": "start"})
    )
    attachments = FilesField(label=_("Attachments"), required=False)
    reply = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, manners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manner"].choices = manners  # type: ignore[attr-defined]

    def letter(self) -> Letter:
        given = self.cleaned_data
        return Letter(
            to=given["to"],
            cc=given["cc"],
            bcc=given["bcc"],
            subject=given["subject"],
            text=given["text"],
            attachments=tuple(_upload(file) for file in given["attachments"]),
            in_reply_to=MessageId(given["reply"]) if given["reply"] else None,
        )


def _upload(file: Any) -> Upload:
    return Upload(file.name or "attachment", file.content_type or "application/octet-stream", file.read())


@for_mailbox
def compose(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    manners = _manners(person, mailbox)
    form = LetterForm(
        request.POST or None,
        request.FILES or None,
        manners=manners,
        initial=_prepared(request, person, mailbox) | {"manner": manners[0][0]},
    )
    if request.method == "POST" and form.is_valid() and (queued := _submit(person, mailbox, form)):
        return redirect("submission", mailbox.id, queued.id)
    context = {"section": "mail", "mailbox": mailbox, "form": form, "answer": bool(form["reply"].value())}
    return render(request, "pages/compose.html", context)


def _manners(person: Person, mailbox: Mailbox) -> list[tuple[str, str]]:
    """How the person may send; nobody gets a form that can only be refused."""
    mine = rights.mine(person, mailbox.id)
    allowed = [manner for right, manner in MANNERS.items() if right in mine]
    if not allowed:
        raise NotPermitted("right-missing", right=Right.SEND_AS, mailbox=mailbox.address, person=person.address)
    language = get_language() or "en"
    return [(manner.value, f"{texts.term(manner, language)}: {mailbox.address}") for manner in allowed]


def _prepared(request: HttpRequest, person: Person, mailbox: Mailbox) -> dict[str, Any]:
    """Recipients, subject and quote of the answer that is asked for."""
    answered = number(request.GET.get("reply"))
    if answered is None:
        return {"to": request.GET.get("to", "")}
    permit = rights.admit(person, mailbox.id, Purpose.READ)
    letter = letters.reply_to(place.parts(), permit, MessageId(answered), "everyone" in request.GET)
    return {
        "to": ", ".join(letter.to),
        "cc": ", ".join(letter.cc),
        "subject": letter.subject,
        "text": letter.text,
        "reply": answered,
    }


def _submit(person: Person, mailbox: Mailbox, form: LetterForm) -> Submission | None:
    try:
        return send.submit(place.parts(), person, mailbox.id, Manner(form.cleaned_data["manner"]), form.letter())
    except Misconfigured as error:
        show(form, error)
        return None
