import { createHash, randomBytes } from 'node:crypto';
import { isSubject } from '../../shared/auth/subject.ts';
import { API_KEY_SUBJECT, type ApiKey, ROLE_PATTERN, SCOPE_PATTERN } from '../../shared/gateway/settings/index.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import { changeGatewaySettings, readGatewaySettings } from './gateway-settings.ts';

export interface KeyWish {
  readonly subject: string;
  readonly scopes: readonly string[];
  /** Absent: none. */
  readonly roles?: readonly string[] | undefined;
  /** Absent: it does not end. */
  readonly expiresInMs?: number | undefined;
}

/** What may be told of a key. */
export type KeyFacts = Omit<ApiKey, 'sha256'>;

/** A key that nobody can be told again. */
export interface NewKey extends KeyFacts {
  readonly key: string;
}

/** Makes a key that the gateway accepts from then on, and stores its hash. */
export async function createKey(fleet: Fleet, status: FleetStatus, wish: KeyWish): Promise<NewKey> {
  const { subject, scopes, roles = [], expiresInMs } = wish;
  check('subject', [subject], (text) => isSubject(text) && new RegExp(API_KEY_SUBJECT, 'u').test(text));
  check('scope', scopes, (text) => new RegExp(SCOPE_PATTERN, 'u').test(text));
  check('role', roles, (text) => new RegExp(ROLE_PATTERN, 'u').test(text));
  const id = randomBytes(5).toString('hex');
  // 256 bits, 43 letters.
  const key = `${fleet.name}_${id}_${randomBytes(32).toString('base64url')}`;
  const expiresAt = expiresInMs === undefined ? null : new Date(Date.now() + expiresInMs).toISOString();
  const facts: KeyFacts = { id, subject, scopes, roles, expiresAt };
  const sha256 = createHash('sha256').update(key).digest('base64url');
  await changeGatewaySettings(fleet, status, (values) => ({
    ...values,
    apiKeys: [...keysIn(values), { ...facts, sha256 }],
  }));
  return { key, ...facts };
}

export async function listKeys(fleet: Fleet, status: FleetStatus): Promise<readonly KeyFacts[]> {
  return keysIn(await readGatewaySettings(fleet, status)).map(({ sha256: _hash, ...facts }) => facts);
}

/** Takes a key away. @throws AuroraError `no_such_key` */
export async function revokeKey(fleet: Fleet, status: FleetStatus, id: string): Promise<KeyFacts> {
  let revoked: ApiKey | undefined;
  await changeGatewaySettings(fleet, status, (values) => {
    const keys = keysIn(values);
    revoked = keys.find((key) => key.id === id);
    if (revoked === undefined) throw noSuchKey(id);
    return { ...values, apiKeys: keys.filter((key) => key.id !== id) };
  });
  const { sha256: _hash, ...facts } = revoked as unknown as ApiKey;
  return facts;
}

function keysIn({ apiKeys }: Readonly<Record<string, unknown>>): readonly ApiKey[] {
  return (apiKeys ?? []) as ApiKey[];
}

function check(what: string, texts: readonly string[], isGood: (text: string) => boolean): void {
  const wrong = texts.find((text) => !isGood(text));
  if (wrong === undefined) return;
  throw new AuroraError(`invalid_${what}`, `No API key can have the ${what} ${JSON.stringify(wrong)}.`, {
    exit: 'usage',
    details: [RULES[what] as string],
    next: 'aurora key create --help',
  });
}

const RULES: Readonly<Record<string, string>> = {
  subject: 'A subject has 1 to 255 visible characters, and does not begin with service:.',
  scope: 'A scope has 1 to 100 visible ASCII characters, and no space, quote or backslash.',
  role: 'A role has 1 to 100 visible characters.',
};

function noSuchKey(id: string): AuroraError {
  return new AuroraError('no_such_key', `There is no API key with the id ${id}.`, {
    exit: 'usage',
    next: 'aurora key list',
  });
}
