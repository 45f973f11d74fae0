import { describe, expect, it } from '@jest/globals';
import { keptImages, spentImages } from '../../../cli/deploy/kept.ts';
import type { DeployRecord } from '../../../cli/deploy/record.ts';
import { requireLivable, rollbackTarget } from '../../../cli/deploy/target.ts';
import type { Release, Standing } from '../../../cli/runtimes/stage.ts';

const release = (version: string): Release => ({
  service: 'orders',
  version,
  image: `shop/orders:${version}`,
  digest: `sha256:${version}`,
  environment: { LOG_LEVEL: version },
});

function deployed(id: string, from: string, to: string, changes: Partial<DeployRecord> = {}): DeployRecord {
  const services = [
    { service: 'orders', from: { ...release(from), colour: 'blue' }, to: { ...release(to), colour: 'green' } },
  ];
  return { id, kind: 'deploy', state: 'done', services, migrations: [], ...changes } as unknown as DeployRecord;
}

const live = (version: string): Standing => ({
  service: 'orders',
  colour: 'green',
  live: true,
  running: true,
  release: release(version),
  deploy: null,
});

const HISTORY = [deployed('d3', 'two', 'three'), deployed('d2', 'one', 'two'), deployed('d1', 'zero', 'one')];

describe('where a rollback goes', () => {
  it('is the version before the one that serves, with what it ran with', () => {
    expect(rollbackTarget(HISTORY, live('three'))).toEqual(release('two'));
    expect(rollbackTarget(HISTORY, live('two'))).toEqual(release('one'));
  });

  it('is a version that is named, or what came with a deploy', () => {
    expect(rollbackTarget(HISTORY, live('three'), 'zero')).toEqual(release('zero'));
    expect(rollbackTarget(HISTORY, live('three'), 'd1')).toEqual(release('one'));
  });

  it('is nowhere where nobody knows one', () => {
    expect(() => rollbackTarget([], live('three'))).toThrow(expect.objectContaining({ code: 'no_version_before' }));
    expect(() => rollbackTarget(HISTORY, live('three'), 'nine')).toThrow(
      expect.objectContaining({
        code: 'no_such_version',
        details: ['Its versions, the newest first: three, two, one, zero'],
      }),
    );
  });

  it('is no version whose deploy was undone', () => {
    const undone = deployed('d4', 'three', 'four', { state: 'undone' });
    expect(() => rollbackTarget([undone, ...HISTORY], live('three'), 'four')).toThrow('Nobody has deployed');
  });

  it('is no version that needs what a contract has taken away since', () => {
    const contract = { service: 'orders', phase: 'contract' as const, names: ['0007-finish-title'] };
    const history = [deployed('d3', 'two', 'three', { migrations: [contract] }), ...HISTORY.slice(1)];
    expect(() => rollbackTarget(history, live('three'))).toThrow(
      expect.objectContaining({ code: 'contract_applied', details: ['Contract migrations since: 0007-finish-title.'] }),
    );
    expect(rollbackTarget([deployed('d4', 'three', 'four'), ...history], live('four'))).toEqual(release('three'));
  });

  it('is no such version either where it came back meanwhile, before the contract was applied', () => {
    const contract = { service: 'orders', phase: 'contract' as const, names: ['0007-finish-title'] };
    const [last, ...earlier] = HISTORY as [DeployRecord, ...DeployRecord[]];
    const kind = 'rollback';
    const backAndForth = [deployed('d5', 'two', 'three', { kind }), deployed('d4', 'three', 'two', { kind })];
    const history = [...backAndForth, { ...last, migrations: [contract] }, ...earlier];
    expect(() => rollbackTarget(history, live('three'))).toThrow(expect.objectContaining({ code: 'contract_applied' }));
  });

  it('is no version of before the first deploy once a contract was applied', () => {
    const contract = { service: 'orders', phase: 'contract' as const, names: ['0002-finish-name'] };
    const history = [
      deployed('d3', 'zero', 'one', { kind: 'rollback' }),
      deployed('d2', 'one', 'zero', { kind: 'rollback' }),
      deployed('d1', 'zero', 'one', { migrations: [contract] }),
    ];
    expect(() => rollbackTarget(history, live('one'))).toThrow(expect.objectContaining({ code: 'contract_applied' }));
    expect(() => requireLivable(history, release('never-seen'))).not.toThrow();
  });
});

describe('the images that are kept', () => {
  it('are those of the last versions, each once', () => {
    expect(keptImages(HISTORY, 'orders', 3)).toEqual(['shop/orders:three', 'shop/orders:two', 'shop/orders:one']);
    expect(keptImages(HISTORY, 'others', 3)).toEqual([]);
  });

  it('go before those that nobody goes back to: never what no deploy of this fleet has brought', () => {
    expect(spentImages(HISTORY, 'orders', 2)).toEqual(['shop/orders:one', 'shop/orders:zero']);
    expect(spentImages(HISTORY, 'orders', 4)).toEqual([]);
    expect(spentImages(HISTORY, 'others', 1)).toEqual([]);
  });
});
