import { expect, it } from '@jest/globals';
import { Counter, Gauge, Registry } from 'prom-client';
import { linkOver, type WorkerLink } from '../../../../shared/app/workers/link.ts';
import type { Member } from '../../../../shared/app/workers/member.ts';
import { Switchboard } from '../../../../shared/app/workers/switchboard.ts';

/** A worker of a primary in this process: it speaks to the switchboard as over a channel. */
function join(switchboard: Switchboard, id: number) {
  const { promise: exited, resolve: exit } = Promise.withResolvers<never>();
  let listener: (message: never) => void = () => undefined;
  const member = { id, exited, tell: (message: never) => listener(message) } as unknown as Member;
  const link = linkOver({
    send: (message) => switchboard.hear(message, member),
    on(_event, listen) {
      listener = listen as typeof listener;
    },
  });
  return { link, exit: () => exit(undefined as never), listen: () => switchboard.hear({ type: 'listening' }, member) };
}

function reporting(link: WorkerLink, count: number): void {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'seen_total', help: 'Seen.', registers }).inc(count);
  new Gauge({ name: 'up', help: 'Up.', aggregator: 'min', registers }).set(count === 1 ? 0 : 1);
  link.onReport(async () => (await registry.getMetricsAsJSON()) as object[]);
}
const values = (text: string) => text.match(/^\w+ [\d.]+$/gm);
/** What an exit sets in motion has come about. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('adds up what workers report, each metric in its way, and keeps what those had counted that are gone', async () => {
  const switchboard = new Switchboard(2);
  const [one, two] = [join(switchboard, 1), join(switchboard, 2)];
  for (const { listen } of [one, two]) listen();
  reporting(one.link, 1);
  reporting(two.link, 20);
  expect(values(await one.link.metrics())).toEqual(['seen_total 21', 'up 0']);
  one.exit();
  await settled();
  expect(values(await two.link.metrics())).toEqual(['seen_total 21', 'up 1']);
  expect(await two.link.team()).toEqual({ wanted: 2, listening: 1 });
});

it('keeps what all had counted that end at once, and misses it at no time', async () => {
  const switchboard = new Switchboard(3);
  const [one, two, three] = [join(switchboard, 1), join(switchboard, 2), join(switchboard, 3)];
  for (const { listen } of [one, two, three]) listen();
  reporting(one.link, 1);
  reporting(two.link, 20);
  reporting(three.link, 300);
  await three.link.metrics();
  one.exit();
  two.exit();
  const meanwhile = three.link.metrics();
  expect(values(await meanwhile)).toContain('seen_total 321');
  await settled();
  expect(values(await three.link.metrics())).toEqual(['seen_total 321', 'up 1']);
});

it('counts a worker that is too busy to report with what it reported last', async () => {
  const switchboard = new Switchboard(2);
  const [one, two] = [join(switchboard, 1), join(switchboard, 2)];
  for (const { listen } of [one, two]) listen();
  reporting(one.link, 1);
  reporting(two.link, 20);
  await one.link.metrics();
  two.link.onReport(() => new Promise(() => undefined));
  expect(values(await one.link.metrics())).toEqual(['seen_total 21', 'up 0']);
});

it('says so when a worker cannot report', async () => {
  const switchboard = new Switchboard(1);
  const { link, listen } = join(switchboard, 1);
  listen();
  link.onReport(() => Promise.reject(new Error('no figures')));
  await expect(link.metrics()).rejects.toThrow('no figures');
});

it('lets one worker speak for all, and the next when that is gone', async () => {
  const switchboard = new Switchboard(2);
  const [one, two] = [join(switchboard, 1), join(switchboard, 2)];
  const spoken: number[] = [];
  one.link.onSpeak(() => spoken.push(1));
  for (const { listen } of [one, two]) listen();
  expect(spoken).toEqual([1]);
  one.exit();
  await settled();
  // Also to who asks only later.
  two.link.onSpeak(() => spoken.push(2));
  expect(spoken).toEqual([1, 2]);
});
