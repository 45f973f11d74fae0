import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createSigner,
  isSubject,
  MAX_SUBJECT_LENGTH,
  type PrivateJwk,
  parsePrivateKey,
} from '../../shared/auth/index.ts';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { DEVELOPER_KEY, keyFiles } from '../runtimes/keys.ts';

export interface TokenWish {
  readonly subject: string;
  /** Absent: all. */
  readonly scopes?: readonly string[] | undefined;
  /** Absent: none. */
  readonly roles?: readonly string[] | undefined;
  /** Absent: an hour. */
  readonly expiresInMs?: number | undefined;
}

export interface Token {
  readonly token: string;
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** ISO 8601. */
  readonly expiresAt: string;
}

const hour = 3_600_000;

/** Signs with the development key of the fleet, which exists from its first `up` on. */
export async function signToken(fleet: Fleet, wish: TokenWish): Promise<Token> {
  if (fleet.environment !== DEFAULT_ENVIRONMENT) {
    throw new AuroraError('development_only', `Tokens are signed in development only, this is ${fleet.environment}.`, {
      exit: 'usage',
      details: ['A key that signs for anybody would be a way in.'],
      next: 'use the tokens of whoever signs for that environment',
    });
  }
  const { subject, scopes = ['*'], roles = [], expiresInMs = hour } = wish;
  if (!isSubject(subject)) {
    throw new AuroraError('invalid_subject', 'No service accepts a token for this subject.', {
      exit: 'usage',
      details: [`A subject has 1 to ${MAX_SUBJECT_LENGTH} characters.`],
      next: 'aurora token --subject alice',
    });
  }
  const expiresInSeconds = expiresInMs / 1000;
  const sign = createSigner({ key: await readKey(fleet), fleet: fleet.name });
  const expiresAt = new Date((Math.floor(Date.now() / 1000) + expiresInSeconds) * 1000).toISOString();
  return { token: await sign({ subject, scopes, roles, expiresInSeconds }), subject, scopes, roles, expiresAt };
}

async function readKey(fleet: Fleet): Promise<PrivateJwk> {
  const file = keyFiles(join(fleet.root, '.aurora', 'run', 'secrets')).signingKey(DEVELOPER_KEY);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new AuroraError('no_signing_key', 'This fleet has no signing key yet.', {
      exit: 'notRunning',
      details: [`${file} is made by the first up.`],
      next: 'aurora up -d',
      cause,
    });
  }
  return parsePrivateKey(text);
}
