import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** A token that is good, and the key that it was signed with, as everybody may know it. */
export interface Good {
  readonly token: string;
  readonly jwk: JsonWebKey & { readonly kid: string };
}

/** Values of the header Authorization that somebody makes out of a good token who has no key. */
export type Forgery = readonly [name: string, make: (good: Good) => string];

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString());
const own = generateKeyPairSync('ed25519');

/** The claims of a good token below another header, signed with another key, or not. */
function under(good: Good, header: object, by: (text: string) => string | Buffer = () => ''): string {
  const [, claims, signature] = good.token.split('.');
  const text = `${base64url({ ...headerOf(good.token), ...header })}.${claims}`;
  const signed = by(text);
  return `Bearer ${text}.${signed === SAME ? signature : Buffer.from(signed).toString('base64url')}`;
}
const SAME = 'the signature of the good token';
const same = () => SAME;
const hmac = (secret: string | Buffer) => (text: string) => createHmac('sha256', secret).update(text).digest();
const bySelf = (text: string) => sign(null, Buffer.from(text), own.privateKey);
const keyOf = ({ jwk }: Good): KeyObject => createPublicKey({ key: jwk, format: 'jwk' });
const changed = (good: Good, part: 0 | 1 | 2, change: (text: string) => string) =>
  `Bearer ${good.token
    .split('.')
    .map((text, index) => (index === part ? change(text) : text))
    .join('.')}`;

export const forgeries: readonly Forgery[] = [
  // No signature.
  ...['none', 'None', 'NONE', 'nOnE', '', 'null'].map(
    (alg): Forgery => [`alg ${JSON.stringify(alg)}`, (good) => under(good, { alg })],
  ),
  ['alg none with the signature', (good) => under(good, { alg: 'none' }, same)],
  ['alg null', (good) => under(good, { alg: null })],
  ['alg as a list', (good) => under(good, { alg: ['EdDSA', 'none'] })],
  ['no signature', (good) => changed(good, 2, () => '')],

  // The public key as a secret.
  ...(['HS256', 'HS384', 'HS512'] as const).map(
    (alg): Forgery => [`${alg} with the public key`, (good) => under(good, { alg }, hmac(`${good.jwk.x}`))],
  ),
  [
    'HS256 with the bytes of the public key',
    (g) => under(g, { alg: 'HS256' }, hmac(Buffer.from(`${g.jwk.x}`, 'base64url'))),
  ],
  ['HS256 with the JWK', (good) => under(good, { alg: 'HS256' }, hmac(JSON.stringify(good.jwk)))],
  [
    'HS256 with the PEM',
    (good) => under(good, { alg: 'HS256' }, hmac(keyOf(good).export({ type: 'spki', format: 'pem' }) as string)),
  ],
  [
    'HS256 with the DER',
    (good) => under(good, { alg: 'HS256' }, hmac(keyOf(good).export({ type: 'spki', format: 'der' }) as Buffer)),
  ],
  ['HS256 with nothing', (good) => under(good, { alg: 'HS256' }, hmac(''))],
  ...['RS256', 'ES256', 'PS256', 'Ed448', 'EdDSA ', 'eddsa'].map(
    (alg): Forgery => [`alg ${JSON.stringify(alg)} over the signature`, (good) => under(good, { alg }, same)],
  ),

  // A key of one's own.
  ['its own key in jwk', (g) => under(g, { jwk: own.publicKey.export({ format: 'jwk' }) }, bySelf)],
  [
    'its own key in jwk, without kid',
    (g) => under(g, { kid: undefined, jwk: own.publicKey.export({ format: 'jwk' }) }, bySelf),
  ],
  ['its own keys behind jku', (good) => under(good, { jku: 'http://127.0.0.1:1/jwks.json' }, bySelf)],
  ['its own certificate behind x5u', (good) => under(good, { x5u: 'http://127.0.0.1:1/cert.pem' }, bySelf)],
  ['its own certificate in x5c', (good) => under(good, { x5c: ['MIIB'] }, bySelf)],
  ...[
    '../../../../dev/null',
    '/dev/null',
    "' OR '1'='1",
    '__proto__',
    'constructor',
    '',
    '*',
    'dev\x00',
    '$(id)',
    '|id',
  ].map((kid): Forgery => [`kid ${JSON.stringify(kid)}`, (good) => under(good, { kid }, bySelf)]),
  ['kid of nothing, signed with nothing', (good) => under(good, { kid: '/dev/null', alg: 'HS256' }, hmac(''))],
  ['kid as a list', (good) => under(good, { kid: [good.jwk.kid] }, bySelf)],
  ['kid as an object', (good) => under(good, { kid: { toString: good.jwk.kid } }, bySelf)],
  ['the good kid', (good) => under(good, {}, bySelf)],

  // Headers and parts.
  ['crit that nobody understands', (good) => under(good, { crit: ['x'], x: 1 }, same)],
  ['crit that is empty', (good) => under(good, { crit: [] }, same)],
  ['claims that are not encoded (b64)', (good) => under(good, { crit: ['b64'], b64: false }, same)],
  ['encrypted, of five parts', (good) => `Bearer ${good.token}.AAAA.AAAA`],
  ['of four parts', (good) => `Bearer ${good.token}.`],
  ['of two parts', (good) => `Bearer ${good.token.split('.', 2).join('.')}`],
  ['of dots', () => 'Bearer ..'],
  ['changed claims', (good) => changed(good, 1, () => base64url({ sub: 'root', scope: '*', exp: 9_999_999_999 }))],
  ['changed signature', (good) => changed(good, 2, (text) => (text[0] === 'A' ? 'B' : 'A') + text.slice(1))],
  ['a header that is no JSON', (good) => changed(good, 0, () => 'e30A')],
  ['a header that is a list', (good) => changed(good, 0, () => base64url([]))],
  [
    'a header of its own prototype',
    (good) => changed(good, 0, () => base64url(JSON.parse('{"__proto__":{"alg":"none"}}'))),
  ],
  ['a line of base64', (good) => changed(good, 2, (text) => `${text}!`)],
  ['10 KB', (good) => `Bearer ${good.token}${'A'.repeat(10_000)}`],
  ['15 KB of dots', () => `Bearer ${'.'.repeat(15_000)}`],
  ['letters of no alphabet', () => 'Bearer \xff\xfe.\xff.\xff'],

  // The header itself.
  ['nothing', () => ''],
  ['Bearer alone', () => 'Bearer'],
  ['another scheme', (good) => `Basic ${good.token}`],
  ['no scheme', (good) => good.token],
  ['a scheme glued to it', (good) => `Bearer${good.token}`],
  ['two schemes', (good) => `Bearer Bearer ${good.token}`],
  ['a list of two', (good) => `Bearer ${good.token}, Bearer ${good.token}`],
  ['a blank within', (good) => `Bearer ${good.token.replace('.', ' .')}`],
  ['words after it', (good) => `Bearer ${good.token} x`],
];
