"""Those outside who write to the house: names with every kind of letter, at addresses that nobody has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    address: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def last_name(self) -> str:
        return self.name.split()[-1]


GERMAN = (
    Party("Jürgen Müller", "j.mueller@baeckerei-mueller.example"),
    Party("Käthe Weiß", "kaethe.weiss@gaertnerei-weiss.example"),
    Party("Sönke Petersen", "petersen@werft-petersen.example"),
    Party("Björn Öztürk", "b.oeztuerk@stadtwerke.example"),
    Party("Anneliese Großmann", "a.grossmann@hausverwaltung.example"),
    Party("Dr. Ulrich Schäfer", "praxis@dr-schaefer.example"),
    Party("Sabine Vogel", "sabine.vogel@buchhandlung-vogel.example"),
    Party("Thomas Brandt", "brandt@tischlerei-brandt.example"),
    Party("Zoë Lindström", "zoe@lindstroem-design.example"),
    Party("Michał Wójcik", "m.wojcik@transport-wojcik.example"),
    Party("Fatma Şahin", "f.sahin@feinkost-sahin.example"),
    Party("Heinz-Jürgen Kübler", "hj.kuebler@kuebler-soehne.example"),
)
ENGLISH = (
    Party("Sarah Thompson", "sarah.thompson@northwind.example"),
    Party("Liam Gallagher-Ross", "liam@rossandco.example"),
    Party("Priya Natarajan", "priya.n@brightworks.example"),
    Party("José Álvarez", "jose.alvarez@iberica.example"),
    Party("François Lefèvre", "f.lefevre@atelier-lefevre.example"),
    Party("Kateřina Dvořáková", "katerina@dvorak-glass.example"),
    Party("田中 さくら", "sakura.tanaka@tanaka-trading.example"),
    Party("Ben Hughes", "ben.hughes@hughes-logistics.example"),
)
NEWSLETTERS = (
    Party("Bürobedarf Blatt & Feder", "newsletter@blatt-und-feder.example"),
    Party("Fachverband Mittelstand e. V.", "rundbrief@fachverband-mittelstand.example"),
    Party("The Inbox Weekly", "editors@inbox-weekly.example"),
    Party("Kantine „Zur Kelle“", "speiseplan@kantine-kelle.example"),
)
