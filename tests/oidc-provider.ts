/**
 * A real provider of OpenID Connect (oidc-provider) as a process of its own, for tests. Whoever comes
 * is signed in there at once as the account that the address names (`login_hint`), or PERSON.
 * Says its address on standard output. Accounts are those of ACCOUNTS (JSON: sub → claims).
 */
import http from 'node:http';
import Provider from 'oidc-provider';

const accounts = JSON.parse(process.env['ACCOUNTS'] ?? '{}') as Record<string, Record<string, unknown>>;
const redirects = (process.env['REDIRECTS'] ?? '').split(' ');
let provider: Provider | undefined;

const server = http.createServer((request, response) => {
  if (!provider) return response.writeHead(503).end();
  if (request.url?.startsWith('/interaction/')) return void interact(request, response);
  return provider.callback()(request, response);
});

/** Nobody sits at this provider: sign-in and consent are given at once. */
async function interact(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (!provider) return;
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const accountId = String(params['login_hint'] ?? process.env['PERSON'] ?? Object.keys(accounts)[0]);
    await provider.interactionFinished(request, response, { login: { accountId } });
    return;
  }
  const grant = grantId ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
  grant?.addOIDCScope('openid profile');
  await provider.interactionFinished(request, response, { consent: { grantId: await grant?.save() } }, { mergeWithLastSubmission: true });
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{
      client_id: 'bantuo', client_secret: 'a secret of the tests', redirect_uris: redirects,
      response_types: ['code'], grant_types: ['authorization_code'],
    }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'id_number', 'id_number_verified', 'preferred_username'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => {
      const claims = accounts[sub];
      return claims ? { accountId: sub, claims: () => ({ sub, ...claims }) } : undefined;
    },
    cookies: { keys: ['tests'] },
  });
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
process.on('disconnect', () => process.exit(0));
