# ruff: noqa: E501, ISC004 - sentences of people
"""What people write about: problems and answers, orders and reminders, in German and in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """A case for the support: what the customer writes, what is answered, what may follow."""

    subject: str
    opening: str
    answers: tuple[str, ...]
    replies: tuple[str, ...]


GERMAN_MATTERS = (
    Matter(
        "Rechnung lässt sich nicht öffnen",
        "die Rechnung aus Ihrer letzten E-Mail lässt sich bei mir nicht öffnen. Das Programm meldet „Datei beschädigt“. "
        "Können Sie mir das Dokument noch einmal schicken?",
        (
            "vielen Dank für den Hinweis. Beim Versand ist tatsächlich etwas schiefgegangen. Im Anhang finden Sie die "
            "Rechnung noch einmal; bitte sagen Sie uns kurz, ob es jetzt klappt.",
            "das freut uns. Wir haben die Vorlage geprüft, künftig sollte das nicht mehr vorkommen.",
        ),
        (
            "perfekt, jetzt geht es. Danke für die schnelle Hilfe!",
            "auf dem Telefon geht es, am Rechner leider immer noch nicht.",
        ),
    ),
    Matter(
        "Zugang gesperrt nach drei Versuchen",
        "seit heute Morgen komme ich nicht mehr in mein Kundenkonto. Nach dem dritten Versuch hieß es, der Zugang sei "
        "gesperrt. Ich brauche die Unterlagen für die Prüfung am Freitag.",
        (
            "wir haben die Sperre aufgehoben. Bitte setzen Sie das Kennwort über „Kennwort vergessen“ neu. Aus "
            "Sicherheitsgründen können wir das nicht für Sie erledigen.",
            "gern geschehen. Wenn Sie mögen, richten Sie im Konto die Anmeldung in zwei Schritten ein.",
        ),
        ("hat funktioniert, vielen Dank! Gibt es eine Möglichkeit, dass das nicht wieder passiert?",),
    ),
    Matter(
        "Lieferung unvollständig: zwei Kartons fehlen",
        "von den bestellten sechs Kartons sind nur vier angekommen. Auf dem Lieferschein stehen alle sechs. "
        "Unsere Straße wird gerade umgebaut, vielleicht hat der Fahrer deshalb früher aufgehört.",
        (
            "das tut uns leid. Wir haben bei der Spedition nachgefragt: Die beiden Kartons liegen noch im Lager in Köln "
            "und gehen morgen hinaus.",
            "laut Sendungsverfolgung wurden die Kartons heute um 9:40 Uhr zugestellt. Ist nun alles da?",
        ),
        (
            "alles da, danke!",
            "ein Karton ist angekommen, der andere fehlt weiterhin. Bitte prüfen Sie das noch einmal.",
        ),
    ),
    Matter(
        "Frage zur Gewährleistung",
        "nach knapp zwei Jahren klemmt die Schublade des Aktenschranks. Fällt das noch unter die Gewährleistung? "
        "Fotos habe ich beigefügt.",
        (
            "ja, bis zum Jahresende gilt die Gewährleistung noch. Ein Techniker kommt zu Ihnen; passt Ihnen der "
            "kommende Dienstag zwischen 10 und 12 Uhr?",
        ),
        ("Dienstag passt. Bitte am Tor klingeln, die Klingel am Haus ist defekt.",),
    ),
    Matter(
        "Änderung der Anschrift",
        "wir sind umgezogen. Bitte ändern Sie unsere Anschrift auf Löwenstraße 12, 20251 Hamburg. "
        "Die Bankverbindung bleibt gleich.",
        ("die neue Anschrift ist eingetragen. Auf der nächsten Rechnung steht sie bereits.",),
        ("danke schön! Und schöne Grüße aus dem neuen Büro.",),
    ),
    Matter(
        "Drucker druckt nur leere Seiten",
        "der neue Drucker aus der Lieferung vom Montag gibt nur leere Seiten aus. Patronen haben wir schon getauscht, "
        "die Testseite ist ebenfalls leer.",
        (
            "haben Sie den orangefarbenen Schutzstreifen an der Trommel entfernt? Er wird leicht übersehen.",
            "dann tauschen wir das Gerät. Die Abholung ist für übermorgen bestellt, das neue kommt am selben Tag.",
        ),
        (
            "ja, der Streifen ist ab. Es bleibt bei leeren Seiten.",
            "Sie hatten recht, es war der Streifen. Peinlich, aber gut!",
        ),
    ),
    Matter(
        "Kündigung des Wartungsvertrags",
        "hiermit kündigen wir den Wartungsvertrag Nr. 4711-08 fristgerecht zum nächstmöglichen Termin. "
        "Bitte bestätigen Sie uns das schriftlich.",
        ("wir bestätigen die Kündigung zum 31. März. Schade, dass Sie gehen – dürfen wir fragen, warum?",),
        ("es liegt nicht an Ihnen, wir geben den Standort auf.",),
    ),
)

ENGLISH_MATTERS = (
    Matter(
        "Cannot sign in after the update",
        "Since yesterday’s update I get “Something went wrong” when I sign in. I tried two browsers and cleared the cookies. "
        "A screenshot is attached.",
        (
            "Thanks for the screenshot, that helped. Your account was still linked to the old address. We have corrected it; "
            "please try again.",
            "Great to hear. I will close this case; just reply if it comes back.",
        ),
        ("Works now, thank you!", "Different message this time: “Session expired”. What should I do?"),
    ),
    Matter(
        "Wrong VAT number on invoice",
        "Our VAT number on the last invoice is missing two digits. Accounting will not accept it that way. "
        "Could you issue a corrected one?",
        ("Sorry about that. The corrected invoice is attached, the old one has been cancelled.",),
        ("Perfect, thanks for the quick turnaround.",),
    ),
    Matter(
        "Delivery to the UK: customs papers",
        "Our forwarder asks for the customs tariff number and the country of origin of the order placed last week. "
        "The goods are held at Dover until then.",
        (
            "The tariff number is 8443 31 20, country of origin Germany. The signed declaration follows today.",
            "Please find the signed declaration attached.",
        ),
        ("Received, the goods have been released.", "They also ask for the EORI number, can you help?"),
    ),
    Matter(
        "Request for a second user",
        "We would like a second person to be able to see our orders. Is that possible with our plan?",
        ("It is. I have added a seat; please send us the person’s name and address.",),
        ("It’s Kateřina Dvořáková, same domain. Cheers!",),
    ),
)

GERMAN_NEWS = (
    ("Neue Öffnungszeiten zwischen den Jahren", "Vom 24. Dezember bis zum 2. Januar ist nur vormittags geöffnet."),
    ("Rückblick: So lief das Sommerfest", "Über 200 Gäste, 14 Kuchen und ein überraschendes Gewitter."),
    ("Sonderpreise für Ordner und Hefter", "Bis Monatsende sind Ordner um 20 % günstiger, Hefter um 15 %."),
    (
        "Speiseplan der Woche",
        "Montag: Königsberger Klopse. Dienstag: Käsespätzle. Mittwoch: Grünkohl. Donnerstag: Gemüsecurry.",
    ),
)
ENGLISH_NEWS = (
    ("Five habits of tidy inboxes", "File early, answer short, and let the filters do the boring part."),
    ("What is new in mail standards", "Two drafts went to last call, and one old friend was finally retired."),
)

GERMAN_INTERNAL = (
    (
        "Urlaubsvertretung im August",
        "ab Montag bin ich zwei Wochen in Österreich. Carla vertritt mich, die Übergabe liegt im Laufwerk unter „Übergaben“.",
    ),
    ("Küche im 2. Stock", "wer hat die blaue Müslischüssel gesehen? Sie wird schmerzlich vermisst. 🥣"),
    (
        "Protokoll der Teamrunde",
        "anbei das Protokoll. Offen sind noch drei Punkte: Messestand, Schlüsselübergabe, neue Bürostühle.",
    ),
    (
        "Parkplätze während der Bauarbeiten",
        "bis zum Monatsende stehen nur die Plätze 14 bis 22 zur Verfügung. Bitte fahrt wenn möglich mit der Bahn.",
    ),
    ("Geburtstag von Bernd", "wir sammeln für ein Geschenk. Vorschläge bitte nur an mich, nicht an den Verteiler!"),
)
ENGLISH_INTERNAL = (
    ("Slides for Thursday", "here is the current draft. Slides 4 to 9 still need numbers from sales."),
    (
        "Onboarding next week",
        "could you set aside thirty minutes on Tuesday to show our new colleague the shared mailbox?",
    ),
    ("Coffee machine", "the coffee machine is back from repair. Please descale it on Fridays."),
)

POSITIONS = (
    ("Aktenordner, breit, grün", "4,20"),
    ("Toner schwarz", "89,00"),
    ("Briefumschläge DIN lang, 1000 Stück", "31,50"),
    ("Schreibtischleuchte „Föhr“", "74,90"),
    ("Wartungspauschale", "120,00"),
    ("Bürostuhl mit Armlehnen", "249,00"),
)
JOBS = (
    "Sachbearbeitung Einkauf (m/w/d)",
    "Kauffrau/Kaufmann für Büromanagement",
    "Systemadministration",
    "Werkstudium Vertrieb",
)
