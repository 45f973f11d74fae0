import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { warmAurora as aurora } from '../../support/warm-cli/index.ts';

const CONFIG = `version: 1
name: shop
services:
  config-service: { kind: config, port: 8004 }
  crm-service:
    kind: domain
    port: 8001
    entities: { Customer: { fields: { name: { type: string } } } }
  orders-service:
    kind: domain
    port: 8002
    entities:
      Order: { fields: { customerId: { references: crm-service.Customer } } }
    subscribes:
      thankCustomer: { to: [Order.created] }
`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-events-'));
  await writeFile(join(root, 'aurora.config.yaml'), CONFIG);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const failure = async (...args: string[]) => {
  const { exitCode, stdout } = await aurora(['events', ...args, '--json'], { cwd: root });
  return { exitCode, error: JSON.parse(stdout).error };
};

describe('events', () => {
  it.each([
    [['parked', '--consumer', 'orders-service.reference'], 'did you mean: orders-service.references'],
    [['replay', '--consumer', 'unroutd'], 'did you mean: unrouted'],
    [['purge', '--yes', '--consumer', 'x'], 'orders-service.references, orders-service.subscribers.thank-customer'],
    [['rebuild', '--consumer', 'unrouted'], 'Its consumers: orders-service.references'],
    [['tail', '--consumer', 'crm-service'], 'Its consumers: orders-service.references'],
  ])('%j names consumers that there are', async (args, detail) => {
    const { exitCode, error } = await failure(...args);
    expect({ exitCode, code: error.code, next: error.next }).toEqual({
      ...{ exitCode: 2, code: 'no_such_consumer', next: 'aurora events status' },
    });
    expect(error.details.join('\n')).toContain(detail);
  });

  it('names services that there are', async () => {
    const { exitCode, error } = await failure('parked', '--outbox', 'order-service');
    expect([exitCode, error.code, error.details[0]]).toEqual([2, 'no_such_service', 'did you mean: orders-service']);
  });

  it.each([
    [['replay'], /Exactly one .* --consumer, --outbox/],
    [['purge', '--yes'], /Exactly one .* --consumer, --outbox/],
    [['rebuild'], /consumer/],
    [['show'], /id/],
    [['parked', '--consumer', 'unrouted', '--outbox', 'crm-service'], /cannot also be provided/],
    [['replay', '--outbox', 'crm-service', '--rate', '3'], /cannot also be provided/],
    [['replay', '--consumer', 'unrouted', '--rate', '0'], /--rate/],
    [['parked', '--limit', '0'], /--limit/],
    [['parked', '--since', 'yesterday'], /yesterday is no time span/],
    [['tail', '--types', 'x'], /did you mean: --type/],
  ])('%j is refused before anything is touched', async (args, said) => {
    const { exitCode, error } = await failure(...args);
    expect([exitCode, error.code, error.next]).toEqual([2, 'usage', `aurora help events ${args[0]}`]);
    expect([error.message, ...error.details].join('\n')).toMatch(said);
  });

  it('purges nothing unasked', async () => {
    const { exitCode, error } = await failure('purge', '--consumer', 'unrouted');
    expect([exitCode, error.code]).toEqual([2, 'not_agreed']);
    expect(error.next).toContain('aurora events purge --consumer unrouted --yes');
  });

  it('needs the packages of the fleet', async () => {
    const { exitCode, error } = await failure('parked');
    expect([exitCode, error.code, error.next]).toEqual([5, 'packages_missing', 'npm install']);
  });

  it('has no events to show of a fleet that is down', async () => {
    const { exitCode, error } = await failure('tail');
    expect([exitCode, error.code]).toEqual([4, 'not_running']);
  });
});
