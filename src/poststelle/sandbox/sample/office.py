"""What else comes into an office: invoices, applications, invitations, newsletters, notes between colleagues, junk."""

from dataclasses import replace
from datetime import datetime, timedelta

from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.sample import documents, pictures
from poststelle.sandbox.sample.house import SEEN, UNREAD, Desk, Post
from poststelle.sandbox.sample.people import ENGLISH, GERMAN, NEWSLETTERS, Party
from poststelle.sandbox.sample.words import (
    ENGLISH_INTERNAL,
    ENGLISH_NEWS,
    GERMAN_INTERNAL,
    GERMAN_NEWS,
    JOBS,
    POSITIONS,
)
from poststelle.sandbox.sample.writing import File, Form, Letter, html_of

COLOURS = ((43, 87, 151), (176, 60, 48), (36, 122, 86), (120, 81, 169))


def invoices(desk: Desk, count: int) -> list[Post]:
    posts = []
    for number in range(count):
        sender, at = desk.random.choice(GERMAN), desk.day()
        invoice = f"RE-{at:%Y}-{desk.random.randrange(1000, 9999)}"
        positions = desk.random.sample(POSITIONS, desk.random.randint(1, 4))
        lines = [f"Rechnung {invoice} vom {at:%d.%m.%Y}", "", *(f"{what}   {price} €" for what, price in positions)]
        paper = File(f"Rechnung {invoice}.pdf", "application/pdf", documents.pdf(f"Rechnung {invoice}", lines))
        subject, text = f"Ihre Rechnung {invoice}", _invoice_text(invoice, at)
        files: tuple[File, ...] = (paper,)
        if number % 5 == 1:
            rows = [["Rechnung", "Position", "Preis"], *([invoice, what, price] for what, price in positions)]
            files = (paper, File("Positionen.csv", "text/csv", documents.table(rows)))
        if number % 9 == 4:
            subject = f"Zahlungserinnerung: {invoice}"
            text = f"zu unserer Rechnung {invoice} konnten wir noch keinen Eingang feststellen."
        if number % 11 == 7:
            packed = documents.archive({paper.name: paper.content, "Übersicht.txt": f"{invoice}\r\n".encode()})
            files = (File("Belege März.zip", "application/zip", packed),)
        body = f"Sehr geehrte Damen und Herren,\n\n{text}\n\nMit freundlichen Grüßen\n{sender.name}\n"
        posts.append(desk.incoming(Letter(sender, (desk.me,), subject, body, at, desk.message_id(sender), files=files)))
    return posts


def applications(desk: Desk, count: int) -> list[Post]:
    posts = []
    for _ in range(count):
        person, job, at = desk.random.choice(GERMAN + ENGLISH), desk.random.choice(JOBS), desk.day()
        life = documents.pdf(
            f"Lebenslauf {person.name}", ["Ausbildung", "Berufserfahrung", "Sprachen: Deutsch, Englisch"]
        )
        text = f"Guten Tag,\n\nhiermit bewerbe ich mich auf die Stelle „{job}“.\n\nViele Grüße\n{person.name}\n"
        files = (File(f"Lebenslauf {person.last_name}.pdf", "application/pdf", life),)
        letter = Letter(person, (desk.me,), f"Bewerbung: {job}", text, at, desk.message_id(person), files=files)
        posts.append(desk.incoming(letter))
        if desk.random.random() < 0.4:
            posts.append(desk.sent(_invited(desk, letter, person, job)))
    return posts


def newsletters(desk: Desk, count: int) -> list[Post]:
    """HTML with a logo and a chart in the mail itself, and a picture from far away that reports who reads."""
    posts = []
    for number in range(count):
        sender = NEWSLETTERS[number % len(NEWSLETTERS)]
        title, lead = desk.random.choice(ENGLISH_NEWS if sender.name.startswith("The") else GERMAN_NEWS)
        at, colour = desk.day(), desk.random.choice(COLOURS)
        logo = File(f"logo{number}@brief", "image/png", pictures.logo(colour))
        chart = File(f"chart{number}@brief", "image/png", pictures.chart(desk.random, colour))
        more = (
            ("List-Unsubscribe", f"<mailto:{sender.address}?subject=unsubscribe>"),
            ("List-Id", f"<{sender.address.replace('@', '.')}>"),
        )
        letter = Letter(
            sender, (desk.me,), title, f"{title}\n\n{lead}\n", at, desk.message_id(sender),
            html=_newsletter(title, lead, sender, colour, (logo.name, chart.name)), pictures=(logo, chart), more=more,
        )  # fmt: skip
        posts.append(desk.incoming(letter))
    return posts


def notes(desk: Desk, count: int) -> list[Post]:
    """Between colleagues, sent and received."""
    pool = GERMAN_INTERNAL if desk.language == "de" else ENGLISH_INTERNAL
    posts = []
    for number in range(count):
        colleague = desk.random.choice(desk.staff)
        subject, body = desk.random.choice(pool)
        hello, end = ("Hallo zusammen", "Viele Grüße") if desk.language == "de" else ("Hi all", "Best")
        text = f"{hello},\n\n{body}\n\n{end}\n{colleague.first_name}\n"
        form = (Form.QUOTED, Form.EIGHT_BIT, Form.RAW_HEADER, Form.BASE64)[number % 4]
        letter = Letter(
            colleague, (desk.me, *desk.staff[:2]), subject, text, desk.day(), desk.message_id(colleague), form=form
        )
        posts.append(desk.incoming(letter))
        if number % 3 == 0:
            answer = "alles klar, danke!" if desk.language == "de" else "will do, thanks!"
            reply = Letter(
                desk.me,
                (colleague,),
                f"Re: {subject}",
                f"{answer}\n{desk.me.first_name}\n",
                desk.later(letter.at),
                desk.message_id(desk.me),
                answers=(letter.message_id,),
            )
            posts.append(desk.sent(reply))
    return posts


def oddities(desk: Desk) -> list[Post]:
    """The few that break programs: no body, no subject, no Message-ID, a very long subject, and junk."""
    one, two = GERMAN[0], ENGLISH[3]
    empty = Letter(one, (desk.me,), "", "", desk.day(), desk.message_id(one), form=Form.LATIN)
    long = Letter(
        two,
        (desk.me,),
        "Zürich ↔ São Paulo: " + "sehr langer Betreff " * 14,
        "Siehe Betreff.\n",
        desk.day(),
        desk.message_id(two),
    )
    junk = Letter(
        Party("L0tto Zentrale", "gewinn@lotto-zentrale.example"),
        (desk.me,),
        "Sie haben GEWONNEN!!! 💰",
        "Klicken Sie hier.\n",
        desk.day(20),
        desk.message_id(two),
        html=html_of("Klicken Sie hier."),
    )
    draft = Letter(
        desk.me,
        (one,),
        "Angebot (Entwurf)" if desk.language == "de" else "Offer (draft)",
        "…\n",
        desk.day(5),
        desk.message_id(desk.me),
    )
    nameless = replace(
        empty, subject="Anruf aus dem Fax", text="Bitte zurückrufen: 040 12345\n", message_id="", at=desk.day()
    )
    without_id = b"\r\n".join(
        line for line in desk.incoming(nameless).raw.split(b"\r\n") if not line.startswith(b"Message-ID")
    )
    return [
        desk.incoming(empty),
        desk.incoming(long),
        Post(Use.JUNK, desk.incoming(junk).raw, junk.at, UNREAD),
        Post(Use.DRAFTS, desk.incoming(draft).raw, draft.at, frozenset({"\\Seen", "\\Draft"})),
        Post(Use.INBOX, without_id, nameless.at, SEEN),
    ]


def _invoice_text(invoice: str, at: datetime) -> str:
    due = at + timedelta(days=14)
    return f"anbei erhalten Sie die Rechnung {invoice}. Bitte überweisen Sie den Betrag bis zum {due:%d.%m.%Y}."


def _invited(desk: Desk, letter: Letter, person: Party, job: str) -> Letter:
    begins = (letter.at + timedelta(days=9)).replace(hour=10, minute=0, second=0)
    at = desk.later(letter.at, 72)
    uid = desk.message_id(desk.me)
    calendar = documents.invitation(
        uid.strip("<>"),
        f"Vorstellungsgespräch: {job}",
        "Besprechungsraum „Elbe“",
        desk.me.address,
        [person.address],
        begins,
    )
    text = f"Guten Tag, {person.name},\n\nwir laden Sie zum Gespräch ein.\n\nViele Grüße\n{desk.me.name}\n"
    files = (File("Einladung.ics", "text/calendar", calendar),)
    return Letter(desk.me, (person,), f"AW: {letter.subject}", text, at, uid, answers=(letter.message_id,), files=files)


def _newsletter(title: str, lead: str, sender: Party, colour: tuple[int, int, int], pictures: tuple[str, str]) -> str:
    tone = "#{:02x}{:02x}{:02x}".format(*colour)
    return f"""<html><head><style>h1 {{ color: {tone}; }} .box {{ padding: 12px; background: #f4f4f6 }}</style></head>
<body><table width="600" align="center"><tr><td>
<img src="cid:{pictures[0]}" width="48" alt="{sender.name}"></td>
<td><h1>{title}</h1></td></tr><tr><td colspan="2" class="box"><p>{lead}</p><img src="cid:{pictures[1]}" alt="">
<p><a href="https://{sender.address.rpartition("@")[2]}/weiter?id=17">Weiterlesen</a></p></td></tr></table>
<img src="https://zaehler.example/pixel.gif?empfaenger=42" width="1" height="1" alt=""></body></html>
"""
