"""Full-text search, SQLite's FTS5 behind one function.

The mailbox is a token of its own column and the order is the rowid's, which is the message's id: a query touches the
index alone and stops at its limit, where joining and sorting would read every hit of a common word.
"""

import re

from django.db import connection

from poststelle.model.identifiers import FolderId
from poststelle.model.message import Message
from poststelle.model.rights import Scope
from poststelle.store import indexing, messages, models

FIND = """
    SELECT message.id FROM store_messagetext AS found
    JOIN store_message AS message ON message.id = found.rowid
    WHERE store_messagetext MATCH %s AND NOT message.gone AND (%s OR message.folder_id = %s)
    ORDER BY found.rowid DESC LIMIT %s
"""
TERMS = re.compile(r'"([^"]+)"|(\S+)')
MAX_TERMS = 20


def find(scope: Scope, query: str, limit: int, folder: FolderId | None = None) -> list[Message]:
    """The newest messages that hold every word of the query, or its beginning; `"several words"` in this order."""
    wanted = expression(query)
    if not wanted or not scope.mailboxes:
        return []
    where = " OR ".join(indexing.token(mailbox) for mailbox in sorted(scope.mailboxes))
    with connection.cursor() as cursor:
        cursor.execute(FIND, [f"mailbox : ({where}) AND ({wanted})", folder is None, folder, limit])
        ids = [number for (number,) in cursor.fetchall()]
    rows = models.Message.objects.in_bulk(ids)
    return [messages.value(rows[number]) for number in ids if number in rows]


def expression(query: str) -> str:
    """The query in FTS5's language, with everything quoted that could be taken for an operator."""
    terms = []
    for phrase, word in TERMS.findall(query.replace("\x00", " "))[:MAX_TERMS]:
        if any(sign.isalnum() for sign in phrase or word):
            quoted = '"' + (phrase or word).replace('"', '""') + '"'
            terms.append(quoted if phrase else f"{quoted} *")
    return " AND ".join(f"{{subject people text}} : {term}" for term in terms)
