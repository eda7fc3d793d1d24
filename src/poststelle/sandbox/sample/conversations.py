"""Conversations of the support: a customer writes, the house answers, quotes pile up."""

from dataclasses import replace

from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.sample import documents, pictures
from poststelle.sandbox.sample.house import ANSWERED, SEEN, Desk, Post
from poststelle.sandbox.sample.people import ENGLISH, GERMAN, Party
from poststelle.sandbox.sample.words import ENGLISH_MATTERS, GERMAN_MATTERS, Matter
from poststelle.sandbox.sample.writing import File, Form, Letter, html_of

FORMS = (Form.QUOTED, Form.QUOTED, Form.BASE64, Form.EIGHT_BIT, Form.LATIN, Form.RAW_HEADER, Form.UNDECLARED)


def conversations(desk: Desk, count: int, *, english: float = 0.3) -> list[Post]:
    posts: list[Post] = []
    for number in range(count):
        in_english = desk.random.random() < english
        matter = desk.random.choice(ENGLISH_MATTERS if in_english else GERMAN_MATTERS)
        customer = desk.random.choice(ENGLISH if in_english else GERMAN)
        posts += _conversation(desk, matter, customer, in_english, long=number % 13 == 5)
    return posts


def _conversation(desk: Desk, matter: Matter, customer: Party, english: bool, *, long: bool) -> list[Post]:
    case = desk.random.randrange(20_000, 90_000)
    subject = f"{matter.subject} [#{case}]" if desk.random.random() < 0.4 else matter.subject
    text = _letter_text(customer, matter.opening, english)
    files, html, shown = _evidence(desk, matter, text)
    first = Letter(
        customer,
        (desk.me,),
        subject,
        text,
        desk.day(),
        desk.message_id(customer),
        files=files,
        html=html,
        pictures=shown,
    )
    first = replace(first, form=desk.random.choice(FORMS))
    letters, rounds = [first], 9 if long else desk.random.choice((0, 0, 1, 1, 2, 2, 3, 4))
    for turn in range(rounds):
        letters.append(_next(desk, matter, letters, customer, english, turn))
    return [_filed(desk, letter, answered=letter is not letters[-1]) for letter in letters]


def _next(desk: Desk, matter: Matter, letters: list[Letter], customer: Party, english: bool, turn: int) -> Letter:
    before, ours = letters[-1], turn % 2 == 0
    pool = matter.answers if ours else matter.replies
    author, to = (desk.me, customer) if ours else (customer, desk.me)
    text = (
        _letter_text(author, pool[(turn // 2) % len(pool)], english, to=to if ours else None)
        + "\n"
        + quoted(before, english)
    )
    lead = "RE: " if english else desk.random.choice(("AW: ", "Re: "))
    subject = before.subject if before.subject.startswith(("RE: ", "AW: ", "Re: ")) else lead + before.subject
    return Letter(
        author, (to,), subject, text, desk.later(before.at), desk.message_id(author),
        answers=(*before.answers, before.message_id),
        html=html_of(text) if desk.random.random() < 0.3 else "",
        form=desk.random.choice(FORMS[:4]),
    )  # fmt: skip


def quoted(before: Letter, english: bool) -> str:
    day = before.at
    head = (
        f"On {day:%d %b %Y} at {day:%H:%M}, {before.author.name} wrote:"
        if english
        else f"Am {day:%d.%m.%Y} um {day:%H:%M} schrieb {before.author.name}:"
    )
    return head + "\n" + "".join(f"> {line}\n" if line else ">\n" for line in before.text.splitlines())


def _letter_text(author: Party, body: str, english: bool, to: Party | None = None) -> str:
    if english:
        return f"Hello{' ' + to.first_name if to else ''},\n\n{body}\n\nKind regards\n{author.name}\n"
    greeting = f"Guten Tag{', ' + to.name if to else ''},"
    return f"{greeting}\n\n{body}\n\nMit freundlichen Grüßen\n{author.name}\n"


def _evidence(desk: Desk, matter: Matter, text: str) -> tuple[tuple[File, ...], str, tuple[File, ...]]:
    """What the customer adds: a screenshot in the text, a photo, a list."""
    if "screenshot" in matter.opening or "Fotos" in matter.opening:
        picture = File(f"bild{desk.random.randrange(1000)}@muster", "image/png", pictures.screenshot(desk.random))
        body = html_of(text).replace("</body>", f'<p><img src="cid:{picture.name}" alt="" width="200"></p></body>')
        return (File("Foto Schublade.png", "image/png", picture.content),), body, (picture,)
    if "Lieferschein" in matter.opening:
        rows = [["Pos", "Artikel", "Menge"], ["1", "Karton groß", "4"], ["2", "Karton klein", "2"]]
        return (File("Lieferschein-Prüfliste.csv", "text/csv", documents.table(rows)),), "", ()
    return (), "", ()


def _filed(desk: Desk, letter: Letter, *, answered: bool) -> Post:
    if letter.author == desk.me:
        return desk.sent(letter)
    use = Use.ARCHIVE if (desk.now - letter.at).days > 120 else Use.INBOX
    return (
        desk.incoming(letter, ANSWERED if answered else None, use)
        if use is Use.INBOX
        else desk.incoming(letter, SEEN, use)
    )
