"""Messages for the store's tests, plain and hostile."""

from email.message import EmailMessage


def letter(subject: str, text: str = "Guten Tag", *, name: str = "", references: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "Jürgen Groß <juergen@example.test>"
    message["To"] = "support@example.test"
    message["Subject"] = subject
    message["Date"] = "Mon, 23 Nov 2026 09:00:00 +0100"
    if name:
        message["Message-ID"] = f"<{name}>"
    if references:
        message["References"] = references
        message["In-Reply-To"] = references.rsplit(maxsplit=1)[-1]
    message.set_content(text)
    return message.as_bytes().replace(b"\n", b"\r\n")


HOSTILE = [
    b"",
    b"\r\n",
    b"\x00" * 100,
    b"Subject: \xff\xfe\r\n\r\n\x80\x81 8-bit \xe4\xf6\xfc",
    b"Subject: no body",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n",
    b"From: \xc3\xa4\r\nSubject: =?utf-8?q?=FF=FE?=\r\n\r\nmixed\nline\rends\r\n",
    b"Content-Type: " + b"multipart/mixed; boundary=x;" * 200 + b"\r\n\r\n",
    b"References: " + b"(" * 2000 + b"\r\n\r\ndeep",
    b"Subject: big\r\n\r\n" + b"0123456789abcdef" * 65536,
]
