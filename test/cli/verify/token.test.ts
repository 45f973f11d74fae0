import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { journeyToken, verifyToken } from '../../../cli/actions/verify-token.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { ensureKeys } from '../../../cli/runtimes/keys.ts';
import { layoutOf } from '../../../cli/runtimes/layout.ts';
import { createVerifier } from '../../../shared/auth/index.ts';
import { FLEET } from './support/shop.ts';

let fleet: Fleet;
beforeEach(() => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'aurora-tokens-')));
  fleet = { ...FLEET, root, environment: 'production' };
});
afterEach(() => rmSync(fleet.root, { recursive: true, force: true }));

describe('tokens of verify outside development', () => {
  it('are signed for journeys with the key of the gateway, for their scopes alone', async () => {
    const { jwks } = await ensureKeys(fleet, layoutOf(fleet.root).secrets);
    const token = await journeyToken(fleet)('orders:read', 'orders:write');
    const verifier = createVerifier({ fleet: fleet.name, jwks: JSON.parse(readFileSync(jwks, 'utf8')) });
    expect(await verifier.verify(token)).toMatchObject({ subject: 'verify', scopes: ['orders:read', 'orders:write'] });
  });

  it('are signed for nothing else, nor where the key is not', async () => {
    await expect(verifyToken(fleet)('orders:read')).rejects.toThrow('signed elsewhere');
    await expect(journeyToken(fleet)('orders:read')).rejects.toThrow(
      'the key of the gateway of production is not here',
    );
  });
});
