import { describe, expect, it } from '@jest/globals';
import type { ContainerSpec } from '../../../../cli/runtimes/docker/spec.ts';
import { inRelease, lastingIn } from '../../../../cli/runtimes/docker/stage/in-release.ts';

const USUAL = {
  image: 'shop/orders:now',
  environment: {
    SERVICE_VERSION: 'now',
    SERVICE_BUILD: 'shop/orders:now',
    INSTANCE_ID: 'shop-orders-2',
    ROLE_FILE: '/run/aurora/role',
    LOG_LEVEL: 'info',
    EXPECTED_MIGRATION: '0002',
  },
} as unknown as ContainerSpec;
const release = (version: string) => ({
  service: 'orders',
  version,
  image: `shop/orders:${version}`,
  digest: null,
});

describe('what a release runs in', () => {
  it('is what the code as it is would run in, to the last byte', () => {
    const spec = inRelease(USUAL, release('now'));
    expect(JSON.stringify(spec)).toBe(JSON.stringify(USUAL));
  });

  it('is told of no migration that nobody knows it to need', () => {
    const { image, environment } = inRelease(USUAL, release('other'));
    expect([image, environment]).toEqual([
      'shop/orders:other',
      expect.objectContaining({ SERVICE_VERSION: 'other', INSTANCE_ID: 'shop-orders-2', LOG_LEVEL: 'info' }),
    ]);
    expect(environment).not.toHaveProperty('EXPECTED_MIGRATION');
  });

  it('has what it ran with before, but for what its place decides', () => {
    const before = lastingIn([
      'LOG_LEVEL=debug',
      'INSTANCE_ID=shop-orders-1',
      'ROLE_FILE=/old',
      'EXPECTED_MIGRATION=0001',
    ]);
    expect(inRelease(USUAL, { ...release('before'), environment: before }).environment).toEqual({
      SERVICE_VERSION: 'before',
      SERVICE_BUILD: 'shop/orders:before',
      INSTANCE_ID: 'shop-orders-2',
      ROLE_FILE: '/run/aurora/role',
      LOG_LEVEL: 'debug',
      EXPECTED_MIGRATION: '0001',
    });
  });
});
