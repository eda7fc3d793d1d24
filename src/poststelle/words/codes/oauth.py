"""What goes wrong between the provider's sign-in page and a working token."""

from poststelle.words.entry import Entry

OAUTH: dict[str, Entry] = {
    "wrong-client-secret": Entry(
        "The client secret is wrong.",
        "In the app registration, create a new client secret and copy the column “Value” at once – not the secret "
        "ID. Then enter it here.",
    ),
    "client-secret-expired": Entry(
        "The client secret has expired.",
        "Create a new client secret in the app registration and enter its value here.",
    ),
    "wrong-client-id": Entry(
        "The provider does not know this client ID.",
        "Compare it with “Application (client) ID” on the overview page of the app registration; tenant ID and "
        "client ID are easily swapped.",
    ),
    "wrong-tenant": Entry(
        "The provider does not know this tenant.",
        "Compare the tenant ID with “Directory (tenant) ID” on the overview page of the app registration.",
    ),
    "wrong-tenant-not-found": Entry(
        "The provider does not know this tenant.",
        "Compare the tenant ID with “Directory (tenant) ID” on the overview page of the app registration.",
    ),
    "redirect-uri-mismatch": Entry(
        "The redirect URL is not the registered one.",
        "In the app registration under Authentication › Web, add exactly the redirect URL that Poststelle shows "
        "(copy button).",
    ),
    "app-disabled": Entry(
        "The app registration is switched off.",
        "In the enterprise application, set “Enabled for users to sign in” to Yes.",
    ),
    "admin-consent-required": Entry(
        "An administrator must consent first.",
        "Ask the administrator of the tenant to grant admin consent for this app, then sign in again.",
    ),
    "admin-consent-canceled": Entry(
        "The administrator did not consent.",
        "Ask the administrator again; without consent nobody can sign in.",
    ),
    "consent-missing": Entry(
        "Nobody has consented to the permissions yet.",
        "Sign in again and choose “Accept”.",
    ),
    "user-canceled-sign-in": Entry(
        "The sign-in was canceled on the provider’s page.",
        "Sign in again and choose “Accept”.",
    ),
    "wrong-account-not-in-tenant": Entry(
        "This account does not belong to the tenant.",
        "Sign in again, choose “Use another account” and take the personal work account that holds the rights on the "
        "shared mailbox.",
    ),
    "wrong-account": Entry(
        "Somebody else signed in than expected.",
        "Sign in again and choose “Use another account”.",
    ),
    "wrong-account-without-rights": Entry(
        "{account} holds no right on {mailbox}.",
        "Sign in with another account, or have the right granted to this one.",
    ),
    "grant-revoked": Entry(
        "The sign-in was withdrawn, for instance after a password reset.",
        "Sign in again.",
    ),
    "invalid-grant-generic": Entry(
        "The sign-in is no longer valid.",
        "Sign in again.",
    ),
    "invalid-scope-generic": Entry(
        "The provider does not know a requested scope.",
        "Correct the scopes in the app registration; empty means the provider’s own.",
    ),
    "interaction-required": Entry(
        "The provider wants the person to sign in on its page.",
        "Sign in again.",
    ),
    "unauthorized-client-generic": Entry(
        "The app registration does not allow this kind of sign-in.",
        "Allow the grant type in the app registration; the device code needs “Allow public client flows”.",
    ),
    "device-code-declined": Entry(
        "The sign-in on the other device was declined.",
        "Start again.",
    ),
    "device-code-expired": Entry(
        "The code was not entered in time.",
        "Start again and enter the new code within 15 minutes.",
    ),
    "temporarily-unavailable": Entry(
        "The provider is not available right now.",
        "Try again in a few minutes.",
    ),
    "issuer-mismatch": Entry(
        "The answer comes from another issuer than expected.",
        "Check the issuer in the app registration, then sign in again.",
    ),
    "id-token-missing": Entry(
        "The provider did not say who signed in.",
        "Add “openid” to the scopes of the app registration and sign in again.",
    ),
    "sign-in-needed": Entry(
        "Nobody has signed in for this mailbox yet.",
        "Sign in with your personal account.",
    ),
    "sign-in-again": Entry(
        "The sign-in has ended.",
        "Sign in again with your personal account.",
    ),
    "token-audience-graph": Entry(
        "The token is made out to Microsoft Graph, not to Exchange.",
        "Use scopes that begin with https://outlook.office.com/ and sign in again.",
    ),
    "app-only-not-offered": Entry(
        "This provider does not let the app speak for itself.",
        "Sign in with a personal account.",
    ),
    "state-mismatch": Entry(
        "This sign-in is not known here, has been used already, took too long or belongs to another browser session.",
        "Start the sign-in again from the mailbox.",
    ),
    "app-changed-meanwhile": Entry(
        "The app registration of the mailbox was changed during the sign-in.",
        "Start the sign-in again from the mailbox.",
    ),
    "device-url-missing": Entry(
        "The provider does not offer the sign-in on another device.",
        "Sign in through the browser.",
    ),
    "device-code-unknown": Entry(
        "This device code is not known any more.",
        "Start again.",
    ),
    "id-token-without-address": Entry(
        "The provider did not say under which address the person signed in.",
        "Add “email” or “profile” to the scopes of the app registration and sign in again.",
    ),
    "not-signed-in": Entry(
        "{person} has not signed in for this mailbox yet.",
        "Sign in with your personal account.",
    ),
    "no-key": Entry(
        "Nobody has a valid sign-in for this mailbox.",
        "A person with Read and manage signs in with the personal account.",
    ),
    "no-refresh-token": Entry(
        "The provider gave no lasting sign-in; it ends within the hour.",
        "Add “offline_access” to the scopes of the app registration and sign in again.",
    ),
    "signed-in-as-shared-mailbox": Entry(
        "You signed in as the shared mailbox itself.",
        "Sign in again with your personal account; the sign-in of a shared mailbox is usually blocked.",
    ),
    "no-right-on-mailbox": Entry(
        "{person} holds no right on {mailbox}.",
        "Have a right granted, or sign in as a person who holds one.",
    ),
    "another-address-than-person": Entry(
        "The account {account} has another address than {person}.",
        "This may be meant. If not, sign in again and choose “Use another account”.",
    ),
    "scopes-missing": Entry(
        "Not everything that was asked for was granted; missing: {scopes}",
        "Sign in again and accept all permissions, or ask the administrator for consent.",
    ),
    "token-expired-at-once": Entry(
        "The token is expired the moment it arrives: a clock is wrong.",
        "Set the clock of this machine.",
    ),
    "token-audience-foreign": Entry(
        "The token is made out to another service: {audience}",
        "Correct the scopes in the app registration and sign in again.",
    ),
    "token-scope-missing": Entry(
        "The token does not hold the permission {wanted}.",
        "Add the permission to the app registration, have it consented to and sign in again.",
    ),
    "token-other-tenant": Entry(
        "The signed-in person belongs to another tenant.",
        "Sign in again with an account of the right tenant, or correct the tenant ID.",
    ),
    "token-opaque": Entry(
        "The token cannot be looked into; the server decides.",
    ),
    "provider-unavailable": Entry(
        "The provider is not available right now.",
        "Try again in a few minutes.",
    ),
    "provider-metadata-missing": Entry(
        "The provider does not describe itself at this address.",
        "Check tenant ID or issuer in the app registration.",
    ),
    "token-answer-incomplete": Entry(
        "The provider’s answer holds no token.",
        "Check the issuer in the app registration.",
    ),
    "device-answer-incomplete": Entry(
        "The provider’s answer holds no device code.",
        "Sign in through the browser.",
    ),
    "token-endpoint-redirects": Entry(
        "The provider’s token address leads elsewhere.",
        "Enter the final address in the app registration.",
    ),
    "token-endpoint-unavailable": Entry(
        "The provider gives no tokens right now.",
        "Try again in a few minutes.",
    ),
    "code-missing": Entry(
        "The provider’s page came back without a code.",
        "Start the sign-in again from the mailbox.",
    ),
    "jwks-broken": Entry(
        "The provider’s signing keys cannot be read.",
        "Try again later; if it stays, ask the provider.",
    ),
    "issuer-differs": Entry(
        "The provider names itself differently than expected.",
        "Check the issuer in the app registration.",
    ),
    "metadata-broken": Entry(
        "The provider’s description of itself cannot be read.",
        "Check the issuer in the app registration.",
    ),
    "metadata-insecure-address": Entry(
        "The provider names an address without encryption.",
        "Ask the provider; tokens must not travel unencrypted.",
    ),
    "id-token-issuer": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "id-token-subject": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "id-token-audience": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "id-token-expired": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "id-token-from-the-future": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "id-token-nonce": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "id-token-signature": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "id-token-key-unknown": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "id-token-broken": Entry(
        "The provider’s statement about who signed in cannot be trusted.",
        "Sign in again; if it stays, check issuer, client ID and the clock of this machine.",
    ),
    "invalid_client": Entry(
        "The client secret is wrong.",
        "In the app registration, create a new client secret and copy the column “Value” at once – not the secret "
        "ID. Then enter it here.",
    ),
    "invalid_grant": Entry(
        "The sign-in is no longer valid.",
        "Sign in again.",
    ),
    "invalid_scope": Entry(
        "The provider does not know a requested scope.",
        "Correct the scopes in the app registration; empty means the provider’s own.",
    ),
    "unauthorized_client": Entry(
        "The app registration does not allow this kind of sign-in.",
        "Allow the grant type in the app registration; the device code needs “Allow public client flows”.",
    ),
    "access_denied": Entry(
        "The sign-in was canceled on the provider’s page.",
        "Sign in again and choose “Accept”.",
    ),
    "authorization_declined": Entry(
        "The sign-in on the other device was declined.",
        "Start again.",
    ),
    "expired_token": Entry(
        "The code was not entered in time.",
        "Start again and enter the new code within 15 minutes.",
    ),
    "interaction_required": Entry(
        "The provider wants the person to sign in on its page.",
        "Sign in again.",
    ),
    "consent_required": Entry(
        "Nobody has consented to the permissions yet.",
        "Sign in again and choose “Accept”.",
    ),
    "temporarily_unavailable": Entry(
        "The provider is not available right now.",
        "Try again in a few minutes.",
    ),
    "authorization_pending": Entry(
        "The sign-in on the other device is still awaited.",
        "Enter the code there.",
    ),
    "token-refused": Entry(
        "The provider refused to give a token.",
        "Sign in again; the provider’s words are shown below.",
    ),
    "sign-in-refused": Entry(
        "The provider refused the sign-in.",
        "Sign in again; the provider’s words are shown below.",
    ),
}
