import { describe, expect, it } from '@jest/globals';
import { ProxyNames } from '../../../../shared/gateway/admission/proxy-names.ts';
import { readableLog } from '../../../support/log.ts';

function names(addresses: Record<string, readonly string[] | Error>) {
  const looked: string[] = [];
  const clock = { now: 0 };
  const { log, lines } = readableLog();
  const known = new ProxyNames({
    names: Object.keys(addresses),
    log,
    clock: () => clock.now,
    async find(name) {
      looked.push(name);
      const found = addresses[name] as readonly string[] | Error;
      if (found instanceof Error) throw found;
      return found;
    },
  });
  return { known, looked, clock, lines, addresses };
}
const failure = (code: string) => Object.assign(new Error(code), { code });
/** What was begun by a question has been carried out. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('proxies that are known by name', () => {
  it('are trusted by all their addresses', async () => {
    const { known } = names({ edge: ['172.18.0.2', 'fd00::2'], other: ['10.0.0.9'] });
    await known.refresh();
    expect(['172.18.0.2', 'fd00::2', '10.0.0.9', '172.18.0.3'].map((each) => known.has(each))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('are looked up again for an address that none has, but not for each', async () => {
    const { known, looked, clock, addresses } = names({ edge: ['172.18.0.2'] });
    await known.refresh();
    addresses.edge = ['172.18.0.7'];
    clock.now = 1_001;
    expect(known.has('172.18.0.7')).toBe(false);
    for (let question = 0; question < 100; question++) known.has('172.18.0.9');
    await settled();
    expect(known.has('172.18.0.7')).toBe(true);
    expect(known.has('172.18.0.2')).toBe(false);
    expect(looked).toEqual(['edge', 'edge']);
  });

  it('are looked up now and then while their word counts, and never while nobody asks', async () => {
    const { known, looked, clock } = names({ edge: ['172.18.0.2'] });
    await known.refresh();
    clock.now = 30_000;
    known.has('172.18.0.2');
    expect(looked).toHaveLength(1);
    clock.now = 30_001;
    known.has('172.18.0.2');
    expect(looked).toHaveLength(2);
  });

  it('are nobody while they are not there, which one line tells; and where they were while names are not answered', async () => {
    const { known, lines, addresses } = names({ edge: ['172.18.0.2'] });
    await known.refresh();
    addresses.edge = failure('EAI_AGAIN');
    await known.refresh();
    expect(known.has('172.18.0.2')).toBe(true);
    addresses.edge = failure('ENOTFOUND');
    await known.refresh();
    await known.refresh();
    expect(known.has('172.18.0.2')).toBe(false);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'warn', name: 'edge' });
  });
});
