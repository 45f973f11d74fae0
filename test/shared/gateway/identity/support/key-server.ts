import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** Somebody outside who signs tokens, with the URL where his keys are. */
export interface KeyServer extends AsyncDisposable {
  readonly jwksUrl: string;
  /** How often it was asked so far. */
  readonly asked: number;
  /** Makes another key, shown from now on beside those before, which signs from now on. */
  rotate(kid: string): Promise<void>;
  /** Shows a key no more. */
  remove(kid: string): void;
  /** What is shown as JWK Set. */
  readonly keys: readonly object[];
  /** Answers otherwise from now on; undefined: with the keys. */
  answer: RequestListener | undefined;
  /** Leaves the port; comes back to it. */
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  sign(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
}

export const ISSUER = 'https://accounts.example.org/';
export const AUDIENCE = 'https://api.example.org';

/** @param now epoch milliseconds, of the tokens that it signs */
export async function startKeyServer(alg = 'ES256', now = Date.now): Promise<KeyServer> {
  const pairs = new Map<string, { jwk: object; key: CryptoKey }>();
  let signing = '';
  let asked = 0;
  const listener: RequestListener = (request, response) => {
    asked++;
    if (self.answer) return self.answer(request, response);
    response.setHeader('content-type', 'application/jwk-set+json').end(JSON.stringify({ keys: self.keys }));
  };
  let server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const self: KeyServer = {
    jwksUrl: `http://127.0.0.1:${port}/jwks.json`,
    answer: undefined,
    get asked() {
      return asked;
    },
    get keys() {
      return [...pairs.values()].map(({ jwk }) => jwk);
    },
    async rotate(kid) {
      const { privateKey: key, publicKey } = await generateKeyPair(alg);
      pairs.set(kid, { key, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } });
      signing = kid;
    },
    remove: (kid) => void pairs.delete(kid),
    async leave() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
    async comeBack() {
      server = createServer(listener).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    sign(claims = {}, header = {}) {
      const seconds = Math.floor(now() / 1000);
      const whole = { iss: ISSUER, aud: AUDIENCE, sub: 'ada', iat: seconds, exp: seconds + 300 };
      return new SignJWT({ ...whole, ...claims })
        .setProtectedHeader({ alg, kid: signing, ...header })
        .sign((pairs.get(signing) as { key: CryptoKey }).key);
    },
    [Symbol.asyncDispose]: () => self.leave(),
  };
  await self.rotate('first');
  return self;
}
