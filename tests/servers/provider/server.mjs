// A standards-based OpenID provider that none of us wrote (npm oidc-provider), with three people and pages of its own.
// Usage: node server.mjs OPTIONS.json   {port, issuer, key, cert, people, clients, knobs}
import { createServer } from "node:https";
import { readFileSync } from "node:fs";
import Provider, { interactionPolicy } from "oidc-provider";

const options = JSON.parse(readFileSync(process.argv[2], "utf8"));
const people = new Map(options.people.map((person) => [person.email, person]));

const policy = interactionPolicy.base();
const chooser = new interactionPolicy.Prompt({ name: "select_account", requestable: true });
policy.add(chooser, 0);

const provider = new Provider(options.issuer, {
  clients: options.clients,
  scopes: ["openid", "email", "profile", "offline_access", "mail"],
  claims: { email: ["email"], profile: ["name", "preferred_username"] },
  conformIdTokenClaims: false,
  cookies: { keys: [options.cookieKey] },
  jwks: options.jwks,
  features: {
    devInteractions: { enabled: false },
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: async () => true },
    revocation: { enabled: true },
  },
  interactions: { policy, url: (_ctx, interaction) => `/op/interaction/${interaction.uid}` },
  issueRefreshToken: async (_ctx, client, code) =>
    client.grantTypeAllowed("refresh_token") && code.scopes.has("offline_access"),
  rotateRefreshToken: true,
  ttl: { AccessToken: options.accessTokenSeconds ?? 3600, RefreshToken: 86400, AuthorizationCode: 60, Interaction: 600, Session: 86400, Grant: 86400, IdToken: 3600, DeviceCode: 600, ClientCredentials: 600 },
  pkce: { required: () => true },
  extraTokenClaims: async (_ctx, token) => (token.accountId ? { email: token.accountId } : undefined),
  findAccount: async (_ctx, id) =>
    people.has(id)
      ? { accountId: id, claims: async () => ({ sub: id, email: id, email_verified: true, name: people.get(id).name, preferred_username: id }) }
      : undefined,
});

const page = (response, title, body) => {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><title>${title}</title><h1>${title}</h1><form method="post">${body}</form>`);
};

const form = async (request) => {
  let body = "";
  for await (const piece of request) body += piece;
  return new URLSearchParams(body);
};

async function interaction(request, response) {
  const details = await provider.interactionDetails(request, response);
  const { prompt, params, session } = details;
  if (request.method === "GET") {
    if (prompt.name === "consent") {
      return page(response, "Consent", '<button name="decision" value="accept">Accept</button><button name="decision" value="refuse">Refuse</button>');
    }
    return page(response, "Sign in", '<input name="email"><input name="password" type="password"><button>Sign in</button>');
  }
  const fields = await form(request);
  if (prompt.name !== "consent") {
    const person = people.get(fields.get("email"));
    if (!person || person.password !== fields.get("password")) return page(response, "Wrong password", '<input name="email"><input name="password">');
    return provider.interactionFinished(request, response, { login: { accountId: person.email }, select_account: {} }, { mergeWithLastSubmission: false });
  }
  if (fields.get("decision") !== "accept") {
    return provider.interactionFinished(request, response, { error: "access_denied", error_description: "End-User aborted interaction" });
  }
  const grant = details.grantId ? await provider.Grant.find(details.grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(" "));
  if (prompt.details.missingOIDCClaims) grant.addOIDCClaims(prompt.details.missingOIDCClaims);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}

const handle = provider.callback();
createServer({ key: readFileSync(options.key), cert: readFileSync(options.cert) }, async (request, response) => {
  try {
    if (!request.url.startsWith("/op")) return response.writeHead(404).end();
    if (request.url.startsWith("/op/interaction/")) return await interaction(request, response);
    request.originalUrl = request.url;
    request.url = request.url.slice("/op".length) || "/";
    return handle(request, response);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}).listen(options.port, "127.0.0.1", () => console.log("ready"));
