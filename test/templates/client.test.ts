import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { repository } from '../support/aurora.ts';
import { GeneratedFleet } from './support/generated-fleet.ts';

jest.setTimeout(120_000);

/** Each of these lines has a mistake that the compiler must find. */
const MISTAKES = [
  'fleet.order;',
  "fleet.orders.create({ number: 'AB-000001', totalInCents: 1, lines: [], color: 'red' });",
  "fleet.orders.create({ number: 'AB-000001', lines: [] });",
  "fleet.orders.create({ number: 'AB-000001', lines: [], totalInCents: '1' });",
  "fleet.orders.update('id', { status: 'lost' });",
  "fleet.orders.list({ filter: { colour: 'red' } });",
  "fleet.orders.list({ filter: { status: { gt: 'draft' } } });",
  'fleet.orders.list({ filter: { lines: { eq: [] } } });',
  'fleet.orders.list({ filter: { totalInCents: { null: true } } });',
  "fleet.orders.list({ sort: ['lines'] });",
  "fleet.series.list({ filter: { name: 'a' } });",
  "fleet.series.list({ sort: ['version'] });",
  "fleet.files.create({ name: 'a' });",
  "fleet.files.update('id', { size: 1 });",
  "createClient({ url: { orders: 'http://127.0.0.1' } });",
  "(await fleet.orders.get('id')).series.name;",
  "(await fleet.orders.get('id')).total;",
  "if (problem.code === 'no_such_code') throw problem;",
];

const RIGHT = `
const order: Order = await fleet.orders.create({ number: 'AB-000001', lines: [{ item: 1 }], totalInCents: 1 });
const changed = await fleet.orders.update(order.id, { status: "it's paid", priority: null }, { ifMatch: etagOf(order) });
const series: string | undefined = changed.series?.name;
const stale: true | undefined = changed.series?.stale;
for await (const { unresolved } of fleet.orders.list({
  filter: { status: ['x'].length > 0 ? 'draft' : { in: ['placed', 'shipped'] }, priority: { null: true }, totalInCents: { gte: 5 } },
  sort: ['-totalInCents', 'createdAt'],
})) console.log(unresolved?.[0]?.code);
const listed = fleet.series.list({ filter: { createdAt: { gt: '2026-01-01' }, id: { in: ['id'] } }, sort: ['-name'] });
for await (const { name } of listed) console.log(name);
const file = await fleet.files.upload(new Blob(['a']), { name: 'a.txt' });
const bytes: number = file.size;
const text: string = await (await fleet.files.download(file.id)).text();
export const used = [series, stale, bytes, text];
`;

const BANK_MISTAKES = [
  "fleet.$commands.accountTransfer('id');",
  "fleet.$commands.accountTransfer('id', { amount: 1 });",
  "fleet.$commands.accountTransfer('id', { toId: 'id', amount: '1' });",
  "fleet.$commands.accountTransfer({ toId: 'id', amount: 1 });",
  "fleet.$queries.accountStatement('id', { most: 1 });",
  '(await fleet.$queries.totals()).sum;',
  'fleet.$commands.closeNight();',
];

const BANK_RIGHT = `
const account = await fleet.accounts.create({ number: '1' });
const { balance } = await fleet.$commands.accountTransfer(account.id, { toId: account.id, amount: 1 }, { ifMatch: etagOf(account) });
const number: string = (await fleet.$commands.accountDeposit(account.id, { amount: 1 }, { idempotencyKey: 'k' })).number;
await fleet.$commands.openAccounts();
await fleet.$commands.closeDay({ note: null });
const { lines } = await fleet.$queries.accountStatement(account.id, { least: 1 });
const { accounts } = await fleet.$queries.totals();
export const used: unknown[] = [balance, number, lines, accounts];
`;

const KINDS_MISTAKES = [
  "fleet.listeds.list({ filter: { name: 'a' } });",
  "fleet.listeds.list({ sort: ['kind'] });",
  "fleet.bares.list({ sort: ['name'] });",
  "fleet.listeds.list({ filter: { kind: 'noday' } });",
  "fleet.kepts.create({ name: 'a', total: '1.00' });",
];

const KINDS_RIGHT = `
const day: Weekday = 'mon';
const listed = fleet.listeds.list({ filter: { kind: day, placedAt: { gte: '2026-01-01T00:00:00.000Z' } }, sort: ['-total'] });
const { total } = await fleet.kepts.create({ name: 'a' });
const text: string = total;
await fleet.bares.page({ filter: { id: { in: ['id'] } } });
export const used: unknown[] = [listed, text];
`;

const FLEETS = [
  { name: 'kinds', config: 'fleets/kinds', type: 'Weekday', right: KINDS_RIGHT, wrong: KINDS_MISTAKES },
  { name: 'corner-store', config: 'fleets/store', type: 'Order', right: RIGHT, wrong: MISTAKES },
  { name: 'bank', config: 'fixtures/bank', type: 'Account', right: BANK_RIGHT, wrong: BANK_MISTAKES },
];

const program = (
  name: string,
  type: string,
  lines: string,
) => `import { ApiProblem, createClient, etagOf, type ${type} } from '@${name}/client';
const fleet = createClient({ url: 'http://127.0.0.1:9100', token: () => 'secret' });
const problem = new ApiProblem('not_found', { status: 404, detail: '' });
${lines}
export const all = [fleet, problem, etagOf, ApiProblem];
export type Kept = ${type};
`;

describe.each(FLEETS)('the typed client of $name', ({ name, config, type, right, wrong }) => {
  let fleet: GeneratedFleet;
  let mistakes: string[];

  beforeAll(async () => {
    fleet = new GeneratedFleet({ file: join(repository, 'test', config, 'aurora.config.yaml') });
    await fleet.generate();
    const write = (file: string, lines: string) =>
      writeFileSync(join(fleet.root, 'services', file), program(name, type, lines));
    write('right.ts', right);
    wrong.forEach((line, index) => {
      write(`wrong-${index}.ts`, line);
    });
    mistakes = await fleet.typeCheck();
  });

  afterAll(() => fleet[Symbol.dispose]());

  it('takes what the services take', () => {
    expect(mistakes.filter((line) => !line.startsWith('services/wrong-'))).toEqual([]);
  });

  it.each(wrong.map((line, index) => ({ line, index })))('does not compile with $line', ({ index }) => {
    expect(mistakes.filter((told) => told.startsWith(`services/wrong-${index}.ts(4,`))).not.toEqual([]);
  });
});
