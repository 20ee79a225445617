// An OpenID provider: node provider.mjs PORT RETURN_TO SECRET. Whoever signs in is who they say
// they are: its development pages ask for a name and take any password.
import { Provider } from 'oidc-provider'

const [port, returnTo, secret] = process.argv.slice(2)
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'netra',
      client_secret: secret,
      redirect_uris: [returnTo],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  pkce: { required: () => true },
  cookies: { keys: ['tests-keep-no-secrets'] },
})
provider.listen(Number(port), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0)) // nothing here is to be kept
