import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import { committedPacts } from '../../../cli/contracts/folder.ts';
import { keepVerdicts } from '../../../cli/contracts/kept.ts';
import type { Decision } from '../../../cli/contracts/matrix.ts';
import type { Pair } from '../../../cli/contracts/pact.ts';
import { pairsOf } from '../../../cli/contracts/pairs.ts';
import { contractStates } from '../../../cli/contracts/states.ts';
import { versionOf } from '../../../cli/contracts/version.ts';
import { aurora } from '../../support/aurora.ts';
import { startPactBroker } from '../../support/pact-broker/broker.ts';

const CONFIG = `version: 1
name: shop
services:
  config-service: { kind: config, port: 8104 }
  stock-service:
    kind: domain
    port: 8101
    entities: { Item: { fields: { name: { type: string } } } }
  orders-service:
    kind: domain
    port: 8102
    entities: { Order: { fields: { itemId: { references: stock-service.Item, onDelete: restrict } } } }
environments:
  production: {}
`;

const ORDERS_ON_STOCK = { consumer: 'orders-service', provider: 'stock-service' };

/** Pacts and results as the tests of a fleet leave them. */
describe('what is kept elsewhere', () => {
  let root: string;
  let folder: string;
  let pairs: readonly Pair[];
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    aurora(['contracts', ...args], { cwd: root, env: { PACT_BROKER_BASE_URL: undefined, ...env } });
  const commit = (message: string) => {
    execFileSync('git', ['add', '-A'], { cwd: root });
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
    execFileSync('git', [...who, 'commit', '-qm', message], { cwd: root });
  };
  const writePact = ({ consumer, provider }: Pair, ...descriptions: string[]) => {
    const interactions = descriptions.map((description) => ({ type: 'Synchronous/HTTP', description }));
    const content = { consumer: { name: consumer }, provider: { name: provider }, interactions };
    writeFileSync(join(root, `contracts/pacts/${consumer}-${provider}.json`), JSON.stringify(content));
  };
  /** As `contracts verify` would. */
  const verify = async (broken?: Pair) => {
    const { version } = await versionOf(root);
    const verdicts = (await committedPacts(root)).map(({ consumer, provider, digest }) => {
      const success = consumer !== broken?.consumer || provider !== broken.provider;
      return {
        consumer,
        provider,
        digest,
        version,
        consumerVersion: null,
        success,
        failures: success ? [] : ['an item: $ lacks name'],
      };
    });
    await keepVerdicts(root, version, verdicts);
    return version;
  };

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'aurora-shop-'));
    folder = join(root, '..', `${root.split('/').at(-1)}-store`);
    mkdirSync(join(root, 'contracts/pacts'), { recursive: true });
    writeFileSync(join(root, 'aurora.config.yaml'), CONFIG);
    writeFileSync(join(root, '.gitignore'), '.aurora/run/\n');
    execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: root });
    pairs = pairsOf(await loadFleet({ file: join(root, 'aurora.config.yaml') }));
    const registered = ['stock-service', 'orders-service'].map((consumer) => ({
      consumer,
      provider: 'config-service',
    }));
    for (const pair of [...pairs, ...registered, ORDERS_ON_STOCK]) writePact(pair, 'something');
    commit('first');
    execFileSync('git', ['tag', 'first'], { cwd: root });
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  it('is not published before it is verified, nor after the code has changed', async () => {
    expect(await run(['publish', '--to', folder])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('next: aurora contracts verify'),
    });
    const states = async () => {
      const all = await contractStates(await loadFleet({ file: join(root, 'aurora.config.yaml') }));
      return [...new Set(all.map(({ state }) => state))].toSorted();
    };
    expect(await states()).toEqual(['unknown']);
    await verify(ORDERS_ON_STOCK);
    expect(await states()).toEqual(['failed', 'verified']);
    await verify();
    expect(await states()).toEqual(['verified']);
    writeFileSync(join(root, 'new'), 'code');
    expect(await states()).toEqual(['unknown']);
    expect(await run(['publish', '--to', folder])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/-dirty/),
    });
    rmSync(join(root, 'new'));
  });

  it.each([
    ['publish', []],
    ['can-deploy', ['--to', 'production']],
    ['deployed', ['--to', 'production']],
  ])('asks where, when nobody says it: %s', async (command, args) => {
    expect(await run([command, ...args])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('PACT_BROKER_BASE_URL'),
    });
  });

  it.each([['a folder'], ['a Pact Broker']])(
    'lets code into production, then keeps out what would break it: %s',
    async (kind) => {
      await using broker = await startPactBroker({ authorization: 'Bearer s3cret' });
      const place = kind === 'a folder' ? folder : broker.url;
      const env = { PACT_BROKER_TOKEN: 's3cret' };
      execFileSync(
        'git',
        [
          'checkout',
          '-q',
          '-B',
          'main',
          execFileSync('git', ['rev-list', '--max-parents=0', 'HEAD'], { cwd: root }).toString().trim(),
        ],
        { cwd: root },
      );
      const first = await verify();
      const published = await run(['publish', '--to', place, '--json'], env);
      expect({ ...published, stdout: JSON.parse(published.stdout) }).toMatchObject({
        exitCode: 0,
        stdout: { version: first, branch: 'main', to: place, participants: expect.arrayContaining(['orders-service']) },
      });

      const may = await run(['can-deploy', '--to', 'production', '--from', place], env);
      expect(may).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${first} may go to production`) });
      expect(may.stdout).toMatch(/orders-service +\w+ +stock-service +\w+ +verified/);
      expect(await run(['deployed', '--to', 'production', '--in', place], env)).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining(`production runs stock-service ${first}`),
      });

      writeFileSync(join(root, 'change'), kind);
      commit('Break the stock');
      const second = await verify(ORDERS_ON_STOCK);
      await run(['publish', '--to', place], env);
      const refused = await run(
        ['can-deploy', '--service', 'stock-service', '--to', 'production', '--from', place],
        env,
      );
      expect(refused).toMatchObject({ exitCode: 1 });
      expect(refused.stdout).toMatch(new RegExp(`orders-service +${first} +stock-service +${second} +failed`));
      expect(refused.stdout).toContain(`no: stock-service ${second} may not go to production`);
      expect(refused.stdout).toContain('next: aurora contracts verify --service stock-service');
      const json = await run(
        ['can-deploy', '--service', 'stock-service', '--to', 'production', '--from', place, '--json'],
        env,
      );
      const { deployable, rows } = JSON.parse(json.stdout) as Decision;
      expect(deployable).toBe(false);
      expect(rows.filter(({ status }) => status !== 'verified')).toEqual([
        expect.objectContaining({ consumer: 'orders-service', provider: 'stock-service', status: 'failed' }),
      ]);
      // By its version an earlier code goes where it was.
      const back = [
        'can-deploy',
        '--service',
        'stock-service',
        '--version',
        first,
        '--to',
        'production',
        '--from',
        place,
      ];
      expect(await run(back, env)).toMatchObject({ exitCode: 0 });

      writePact(ORDERS_ON_STOCK, 'something', 'something more');
      commit('Ask for more');
      const third = await verify();
      await run(['publish', '--to', place], env);
      const early = await run(
        ['can-deploy', '--service', 'orders-service', '--to', 'production', '--from', place],
        env,
      );
      expect(early).toMatchObject({ exitCode: 1 });
      expect(early.stdout).toMatch(new RegExp(`orders-service +${third} +stock-service +${first} +unknown`));
      expect(await run(['can-deploy', '--to', 'production', '--from', place], env)).toMatchObject({ exitCode: 0 });
      expect([published, may, refused].map(({ stdout, stderr }) => stdout + stderr).join()).not.toContain('s3cret');
    },
  );

  it.each([
    ['an environment', ['--to', 'prodution'], 'did you mean: production'],
    ['a service', ['--to', 'production', '--service', 'stok-service'], 'did you mean: stock-service'],
    ['a version', ['--to', 'production', '--version', '../1'], 'cannot be a version'],
  ])('takes no slip for %s', async (_, args, hint) => {
    const answer = await run(['can-deploy', '--from', folder, ...args]);
    expect(answer).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(hint) });
  });

  it('says no to a version that nobody has published', async () => {
    const answer = await run(['can-deploy', '--to', 'production', '--from', folder, '--version', '1.0.0']);
    expect(answer).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('was never published') });
    expect(await run(['deployed', '--to', 'production', '--in', folder, '--version', '1.0.0'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`aurora contracts publish --to ${folder}`),
    });
  });

  it('is nothing where there are no pacts', async () => {
    rmSync(join(root, 'contracts'), { recursive: true });
    expect(await run(['publish', '--to', folder])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/not a single pact.*aurora contracts record/s),
    });
  });
});
