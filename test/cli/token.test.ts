import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadFleet } from '../../cli/config/load.ts';
import { exitCodes } from '../../cli/errors.ts';
import { ensureKeys } from '../../cli/runtimes/keys.ts';
import { createVerifier, parseJwks } from '../../shared/auth/index.ts';
import { repository } from '../support/aurora.ts';
import { warmAurora as aurora } from '../support/warm-cli/index.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-token-'));
  await copyFile(join(repository, 'aurora.config.yaml'), join(root, 'aurora.config.yaml'));
});
afterAll(() => rm(root, { recursive: true }));

const token = (...args: string[]) => aurora(['token', ...args], { cwd: root });

describe('before the first up', () => {
  it('says where the key comes from', async () => {
    const { exitCode, stderr } = await token();
    expect(exitCode).toBe(exitCodes.notRunning.code);
    expect(stderr).toMatch(/no signing key yet.*next: aurora up -d/s);
  });
});

describe('with the keys of a fleet', () => {
  let verify: ReturnType<typeof createVerifier>['verify'];
  beforeAll(async () => {
    const fleet = await loadFleet({ file: join(root, 'aurora.config.yaml') });
    const { jwks } = await ensureKeys(fleet, join(root, '.aurora', 'run', 'secrets'));
    ({ verify } = createVerifier({ jwks: parseJwks(await readFile(jwks, 'utf8')), fleet: fleet.name }));
  });

  it('prints a bare token that the services accept, for everything', async () => {
    const { exitCode, stdout } = await token();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await verify(stdout.trim())).toMatchObject({ subject: 'dev', scopes: ['*'] });
  });

  it('narrows it to scopes, a subject, roles and a time', async () => {
    const before = Date.now();
    const { stdout } = await token(
      '--scope',
      'a:read',
      '--scope',
      'b:write',
      '--subject',
      'alice',
      '--role',
      'editor',
      '--expires',
      '15m',
      '--json',
    );
    const { token: jwt, expiresAt, roles } = JSON.parse(stdout);
    expect(roles).toEqual(['editor']);
    expect(await verify(jwt)).toMatchObject({ subject: 'alice', scopes: ['a:read', 'b:write'], roles });
    const minutes = (Date.parse(expiresAt) - before) / 60_000;
    expect(minutes).toBeGreaterThan(14.9);
    expect(minutes).toBeLessThan(15.5);
  });

  it.each(['', 'x'.repeat(256)])('signs nothing that no service accepts: the subject "%s"', async (subject) => {
    const { exitCode, stdout, stderr } = await token('--subject', subject);
    expect(exitCode).toBe(exitCodes.usage.code);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/A subject has 1 to 255 characters\..*next: aurora token --subject alice/s);
  });

  it('refuses outside development', async () => {
    const { exitCode, stdout, stderr } = await token('--env', 'production');
    expect(exitCode).toBe(exitCodes.usage.code);
    expect(stdout).toBe('');
    expect(stderr).toContain('development only');
  });
});
