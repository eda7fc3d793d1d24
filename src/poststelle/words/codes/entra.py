"""What Microsoft 365 says by AADSTS number and what it means, beyond what every provider may say (codes/oauth)."""

from poststelle.words.entry import Entry

ENTRA: dict[str, Entry] = {
    "account-locked": Entry(
        "The account is locked for now, after too many attempts.",
        "Wait a few minutes and sign in again; if it happens again, ask the Microsoft 365 administrator.",
    ),
    "admin-consent-requested": Entry(
        "The permissions were requested from an administrator, and nobody has decided yet.",
        "Sign in again once an administrator has accepted the request in the Entra admin center.",
    ),
    "app-only-scope-without-default": Entry(
        "Without a person only the scope that ends in “/.default” is granted.",
        "Leave the scopes of the app registration empty; then the right ones are used.",
    ),
    "assignment-required": Entry(
        "Only assigned persons may use this app, and this account is not among them.",
        "In the Entra admin center, assign the person under Enterprise applications, or switch off that "
        "assignment is required.",
    ),
    "client-request-loop": Entry(
        "The provider saw the same request too often in a row.",
        "Wait five minutes and sign in again.",
    ),
    "code-already-redeemed": Entry(
        "This sign-in was used already.",
        "Begin the sign-in anew.",
    ),
    "conditional-access-blocked": Entry(
        "A Conditional Access policy of the organization does not let this sign-in through.",
        "Ask the Microsoft 365 administrator which policy it is; the sign-in logs in the Entra admin center name it.",
    ),
    "consent-declined": Entry(
        "The permissions were not accepted.",
        "Sign in again and choose “Accept”. Without these permissions the mailbox cannot be opened.",
    ),
    "device-not-compliant": Entry(
        "The organization only lets managed devices sign in, and this one is not.",
        "Sign in from a device the organization manages, or ask the Microsoft 365 administrator.",
    ),
    "grant-invalid": Entry(
        "The sign-in is no longer valid.",
        "Sign in again.",
    ),
    "member-account-disabled": Entry(
        "This account is disabled at the provider.",
        "Sign in with another account that holds the rights, or have this one enabled.",
    ),
    "mfa-enrolment-needed": Entry(
        "The account has no second factor yet, and the organization asks for one.",
        "Sign in to the provider once in the browser, set up the second factor, then sign in here again.",
    ),
    "mfa-expired": Entry(
        "The second factor has to be confirmed again.",
        "Sign in again and confirm the second factor.",
    ),
    "mfa-required": Entry(
        "The organization asks for a second factor.",
        "Sign in again and confirm the second factor.",
    ),
    "other-national-cloud": Entry(
        "This account lives in another national cloud of Microsoft.",
        "Enter the issuer of that cloud in the app registration.",
    ),
    "password-expired": Entry(
        "The password of this account has expired.",
        "Change the password at the provider, then sign in again.",
    ),
    "refresh-token-expired-inactivity": Entry(
        "The sign-in was not used for too long and has expired.",
        "Sign in again.",
    ),
    "refresh-token-of-single-page-app": Entry(
        "The redirect URL is registered as a single-page application; such sign-ins last for a day only.",
        "In the app registration, enter the redirect URL under the platform “Web”, remove it from “Single-page "
        "application”, and sign in again.",
    ),
    "resource-not-enabled-in-tenant": Entry(
        "Exchange Online is not available in this tenant.",
        "Check the tenant ID, and whether the organization has Exchange Online.",
    ),
    "scope-invalid": Entry(
        "The provider does not know one of the scopes.",
        "Leave the scopes of the app registration empty; then the right ones are used.",
    ),
    "scope-not-in-registration": Entry(
        "The app registration does not contain the permissions that are asked for.",
        "In the app registration, add the permissions for IMAP, POP and SMTP under API permissions, then sign in "
        "again.",
    ),
    "scope-unknown-on-resource": Entry(
        "The provider does not know one of the scopes.",
        "Leave the scopes of the app registration empty; then the right ones are used.",
    ),
    "secret-sent-for-public-client": Entry(
        "A client secret was sent, but the app is registered as a public client.",
        "In the app registration, enter the redirect URL under the platform “Web”, or remove the client secret here.",
    ),
    "session-revoked": Entry(
        "The sign-in was revoked, for instance by a new password or an administrator.",
        "Sign in again.",
    ),
    "sign-in-frequency": Entry(
        "The organization asks for a new sign-in from time to time, and it is due.",
        "Sign in again.",
    ),
    "silent-sign-in-without-session": Entry(
        "Nobody is signed in at the provider.",
        "Sign in again.",
    ),
    "single-tenant-app-via-common": Entry(
        "The app belongs to one tenant, but the sign-in went to all of them.",
        "Enter the tenant ID of the organization in the app registration.",
    ),
    "user-not-in-directory": Entry(
        "The provider does not know this account.",
        "Sign in again, choose “Use another account” and take the personal work account.",
    ),
    "wrong-account-personal": Entry(
        "This is a private Microsoft account.",
        "Sign in again, choose “Use another account” and take the personal work account.",
    ),
    "wrong-password-at-sign-in": Entry(
        "The account or the password is wrong.",
        "Sign in again with the right password.",
    ),
    "wrong-tenant-malformed": Entry(
        "The tenant ID is not one.",
        "Copy “Directory (tenant) ID” from the overview page of the app registration.",
    ),
}
