import { describe, expect, it } from '@jest/globals';
import { historyLines, resultLines, showLines } from '../../../cli/deploy/lines.ts';
import type { DeployRecord } from '../../../cli/deploy/record.ts';

const RECORD: DeployRecord = {
  id: '20260102-030405-aaaa',
  kind: 'deploy',
  fleet: 'shop',
  environment: 'production',
  state: 'done',
  by: 'ada@host',
  reason: 'prices with cents',
  tag: null,
  contracts: null,
  migrating: null,
  skip: [],
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: '2026-01-02T03:04:35.000Z',
  services: [
    {
      service: 'orders',
      from: { service: 'orders', version: 'one', image: 'shop/orders:one', digest: 'sha256:1', colour: 'blue' },
      to: { service: 'orders', version: 'two', image: 'shop/orders:two', digest: 'sha256:2', colour: 'green' },
    },
  ],
  pause: false,
  canary: [],
  phases: [
    {
      name: 'cutover',
      startedAt: '2026-01-02T03:04:20.000Z',
      endedAt: '2026-01-02T03:04:20.150Z',
      outcome: 'done',
      notes: ['switched in 90 ms'],
    },
  ],
  undoing: false,
  failure: null,
  baseline: [],
  migrations: [{ service: 'orders', phase: 'expand', names: ['0003-add-cents'] }],
  switchMs: 90,
  drained: { requests: 7, left: 0 },
  warm: true,
  previews: [],
};

describe('what is told of a deploy', () => {
  it('is what was, what is, and how long it took', () => {
    expect(resultLines(RECORD)).toEqual([
      'SERVICE  WAS       IS',
      'orders   blue one  green two',
      'deploy 20260102-030405-aaaa: done in 30.0 s, switched in 90 ms',
    ]);
  });

  it('is where to look while it waits, and how it goes on', () => {
    const previews = [{ service: 'orders', url: 'http://127.0.0.1:1/orders/green' }];
    const waiting = { ...RECORD, state: 'paused' as const, endedAt: null, switchMs: null, drained: null, previews };
    expect(resultLines(waiting)).toEqual([
      'SERVICE  SERVES    WAITS',
      'orders   blue one  green two',
      'deploy 20260102-030405-aaaa: waits to be promoted',
      'SERVICE  LOOK AT IT HERE',
      'orders   http://127.0.0.1:1/orders/green',
      'next: aurora deploy promote; or: aurora deploy --abort',
    ]);
    expect(resultLines({ ...waiting, previews: [] }).slice(-2)).toEqual([
      'look at them: aurora deploy preview',
      'next: aurora deploy promote; or: aurora deploy --abort',
    ]);
  });

  it('is all of it where one is looked at: who, why, digests, migrations, phases, drained requests, the failure', () => {
    const failure = {
      phase: 'watch' as const,
      service: 'orders',
      code: 'too_slow',
      message: 'It is slow.',
      details: ['very'],
      lines: ['its last words'],
    };
    const lines = showLines({ ...RECORD, failure }).join('\n');
    for (const part of [
      'by ada@host, at 2026-01-02T03:04:05.000Z, in production: prices with cents',
      'orders: shop/orders:two, sha256:2',
      'orders: expand 0003-add-cents',
      '7 requests were under way at the cutover, 0 outlasted the drain',
      'cutover  done     0.1 s  switched in 90 ms',
      'watch failed: It is slow.\nvery\n  its last words',
    ]) {
      expect(lines).toContain(part);
    }
  });

  it('is a line each in the history', () => {
    expect(historyLines([])).toEqual(['nothing was deployed from this folder']);
    expect(historyLines([RECORD]).at(-1)).toMatch(
      /^20260102-030405-aaaa {2}deploy {2}done {3}ada@host {2}30\.0 s {2}orders two$/,
    );
  });
});
