"""What goes wrong before a server speaks: names, connections, encryption."""

from poststelle.words.entry import Entry

NETWORK: dict[str, Entry] = {
    "dns-host-not-found": Entry(
        "There is no server named “{host}”.",
        "Correct the server name.",
    ),
    "dns-temporary-failure": Entry(
        "Name resolution is not answering right now.",
        "Check the DNS of the machine Poststelle runs on, then try again.",
    ),
    "tcp-refused": Entry(
        "Nothing answers on {host}, port {port}.",
        "Check the port: IMAP 993 or 143, POP3 995 or 110, SMTP 465 or 587.",
    ),
    "tcp-timeout-firewall": Entry(
        "{host} does not answer on port {port}; a firewall may be in between.",
        "Allow outgoing connections to this server and port. Many hosting providers block port 25; use 587 or 465.",
    ),
    "tcp-unreachable": Entry(
        "There is no way to {host} from here.",
        "Check the network of the machine Poststelle runs on.",
    ),
    "tcp-reset-during-session": Entry(
        "The connection was cut in the middle.",
        "Try again; if it keeps happening, look for a proxy or firewall in between.",
    ),
    "connection-closed": Entry(
        "The server closed the connection.",
        "Try again in a few minutes.",
    ),
    "answer-timeout": Entry(
        "The server stopped answering.",
        "Try again in a few minutes. With encryption TLS the port must be one that begins encrypted.",
    ),
    "answer-not-json": Entry(
        "The provider answered with something that is not JSON.",
        "Check the address: it may belong to a web page or a proxy.",
    ),
    "answer-too-large": Entry(
        "The answer is larger than Poststelle accepts.",
        "Check the address: it may belong to something else.",
    ),
    "line-too-long": Entry(
        "The server sent a line longer than any rule allows.",
        "Check server name and port: something else may be listening there.",
    ),
    "http-broken": Entry(
        "The provider’s address {host} does not answer as a web server should.",
        "Check the address and try again.",
    ),
    "http-timeout": Entry(
        "The provider’s address {host} does not answer in time.",
        "Try again in a few minutes.",
    ),
    "host-forbidden": Entry(
        "This installation must not connect to {host}.",
        "The operator has excluded its network; choose another server or ask the operator.",
    ),
    "url-broken": Entry(
        "“{url}” is not a web address.",
        "Write the whole address, beginning with https://.",
    ),
    "ca-file-broken": Entry(
        "The certificate file cannot be read.",
        "Enter a certificate in PEM form, beginning with “-----BEGIN CERTIFICATE-----”.",
    ),
    "tls-wrong-version-number": Entry(
        "The server does not begin encrypted on this port.",
        "Choose STARTTLS for this port, or the port for TLS (993, 995, 465).",
    ),
    "tls-timeout": Entry(
        "The server does not answer the encryption handshake.",
        "Choose STARTTLS for this port, or the port for TLS (993, 995, 465).",
    ),
    "tls-self-signed": Entry(
        "The server’s certificate is self-signed.",
        "Install a certificate of a public authority, or enter the server’s own certificate in the mailbox "
        "configuration.",
    ),
    "tls-self-signed-in-chain": Entry(
        "The certificate comes from a private authority that is not trusted here.",
        "Enter the authority’s certificate in the mailbox configuration, or exempt the mail server from TLS "
        "inspection.",
    ),
    "tls-unknown-issuer": Entry(
        "The issuer of the server’s certificate is not known here.",
        "Add the missing intermediate certificate at the server, or enter the issuer’s certificate in the mailbox "
        "configuration.",
    ),
    "tls-hostname-mismatch": Entry(
        "The server’s certificate is made out to another name than {host}.",
        "Enter the name that the certificate carries.",
    ),
    "tls-certificate-expired": Entry(
        "The server’s certificate is out of date, or a clock is wrong.",
        "Compare the clocks first, then renew the certificate at the server.",
    ),
    "tls-server-too-old": Entry(
        "The server speaks outdated encryption only (before TLS 1.2).",
        "Update the server.",
    ),
    "tls-starttls-required": Entry(
        "The server demands encryption.",
        "Choose STARTTLS or TLS as encryption.",
    ),
    "server-unavailable": Entry(
        "The server is not available right now.",
        "Try again in a few minutes.",
    ),
    "literal-too-large": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "imap-syntax": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "pop3-answer-unasked": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "pop3-answer-broken": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "pop3-answer-too-long": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "smtp-answer-broken": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "smtp-answer-too-long": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "starttls-preauth": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "starttls-injection": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "sasl-endless": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "sasl-accepted-unasked": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "imap-unexpected-continuation": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "imap-state": Entry(
        "Poststelle made a mistake in the conversation with the server.",
        "Please report this with the code below.",
    ),
    "imap-argument": Entry(
        "Poststelle made a mistake in the conversation with the server.",
        "Please report this with the code below.",
    ),
    "pop3-out-of-order": Entry(
        "Poststelle made a mistake in the conversation with the server.",
        "Please report this with the code below.",
    ),
    "pop3-control-character": Entry(
        "Poststelle made a mistake in the conversation with the server.",
        "Please report this with the code below.",
    ),
    "smtp-out-of-order": Entry(
        "Poststelle made a mistake in the conversation with the server.",
        "Please report this with the code below.",
    ),
    "smtp-control-character": Entry(
        "Poststelle made a mistake in the conversation with the server.",
        "Please report this with the code below.",
    ),
    "greeting-timeout": Entry(
        "The server accepts the connection but does not greet.",
        "Choose STARTTLS for this port, or the port for TLS (993, 995, 465).",
    ),
    "tls-plaintext-client-on-tls-port": Entry(
        "This port begins encrypted.",
        "Choose TLS as encryption for this port.",
    ),
    "starttls-not-offered": Entry(
        "The server does not offer STARTTLS on this port.",
        "Choose TLS with its own port (993, 995, 465).",
    ),
    "protocol-not-this-service": Entry(
        "Another service answers on this port.",
        "Check protocol and port: IMAP 993 or 143, POP3 995 or 110, SMTP 465 or 587.",
    ),
    "token-needs-encryption": Entry(
        "A token must not travel unencrypted.",
        "Choose TLS or STARTTLS as encryption.",
    ),
    "not-encrypted": Entry(
        "The connection is not encrypted.",
        "Choose TLS or STARTTLS unless the server is this machine.",
    ),
    "server-bye": Entry(
        "The server ended the session.",
        "Try again in a few minutes.",
    ),
    "clock-skew": Entry(
        "The clock of this machine and the provider’s differ by {seconds} seconds.",
        "Set the clock of this machine; tokens are valid for a limited time.",
    ),
    "port-taken": Entry(
        "Port {port} is used by another program.",
        "Stop the other program or choose another port.",
    ),
    "tls-handshake-failed": Entry(
        "The encryption could not be agreed on with {host}.",
        "Update the server’s TLS, or look for a proxy in between.",
    ),
    "imap-no-greeting": Entry(
        "The server breaks the rules of its protocol.",
        "Check server name and port: something else may be listening there.",
    ),
    "port-in-use": Entry(
        "A port is used by another program.",
        "Stop the other program or choose another port.",
    ),
}
