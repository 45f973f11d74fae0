import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContractReport } from '../../../cli/contracts/report.ts';
import { aurora } from '../../support/aurora.ts';
import { linkPackages } from '../../support/link-packages.ts';

const CONFIG = `version: 1
name: shop
services:
  stock-service:
    kind: domain
    port: 8101
    entities: { Item: { fields: { name: { type: string } } } }
`;

const JEST = `export default { projects: [{
  displayName: 'contracts',
  testMatch: ['<rootDir>/services/*/test/contracts/**/*.test.mjs', '<rootDir>/services/*/test/contracts/**/*.test.ts'],
  transform: {}, extensionsToTreatAsEsm: ['.ts'],
}] };
`;

/** A fleet whose contract tests do as they are told, so that it is seen what the commands make of anything that tests can do. */
describe('the contract tests of a fleet', () => {
  let root: string;
  const run = (...args: string[]) => aurora(['contracts', ...args], { cwd: root });
  const report = async (...args: string[]) => {
    const { exitCode, stdout } = await run('verify', '--json', ...args);
    return { exitCode, ...(JSON.parse(stdout) as ContractReport) };
  };
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const pact = (consumer: string, provider: string, ...descriptions: string[]) => ({
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: descriptions.map((description) => ({ type: 'Synchronous/HTTP', description })),
  });
  const committed = (consumer: string, provider: string, ...descriptions: string[]) =>
    write(`contracts/pacts/${consumer}-${provider}.json`, JSON.stringify(pact(consumer, provider, ...descriptions)));
  const consumes = (consumer: string, provider: string, body: string) =>
    write(
      `services/${consumer}/test/contracts/consumes-${provider}.test.ts`,
      `import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
       import { it } from '@jest/globals';
       it('asks', () => { ${body} });`,
    );
  const writes = (consumer: string, provider: string, ...descriptions: string[]) =>
    consumes(
      consumer,
      provider,
      `const folder = process.env.AURORA_CONTRACT_PACTS ?? 'contracts/pacts';
       for (const to of [process.env.AURORA_CONTRACT_RESULTS + '/written', ...(process.env.AURORA_CONTRACTS === 'record' ? [folder] : [])]) {
         mkdirSync(to, { recursive: true });
         writeFileSync(\`\${to}/${consumer}-${provider}.json\`, ${JSON.stringify(JSON.stringify(pact(consumer, provider, ...descriptions)))});
       }`,
    );
  const provides = (provider: string, results: readonly object[], body = '') =>
    write(
      `services/${provider}/test/contracts/generated/provides.test.ts`,
      `import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
       import { it } from '@jest/globals';
       it('keeps', () => {
         mkdirSync(process.env.AURORA_CONTRACT_RESULTS, { recursive: true });
         writeFileSync(process.env.AURORA_CONTRACT_RESULTS + '/${provider}.json', ${JSON.stringify(JSON.stringify({ interactionResults: results }))});
         ${body}
       });`,
    );
  const good = (consumer: string, description: string) => ({ consumer, description, providerStates: [], result: 'OK' });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurora-shop-'));
    linkPackages(root);
    write('aurora.config.yaml', CONFIG);
    write('jest.config.js', JEST);
    write('package.json', '{ "type": "module" }');
    // What it serves, for contracts/openapi: nothing.
    write(
      'services/stock-service/src/main.ts',
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.DESCRIBE_TO, '{}');`,
    );
    write('contracts/openapi/stock-service.json', '{}\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('fail when there is not a single pact', async () => {
    write('services/stock-service/test/contracts/x.test.ts', `import { it } from '@jest/globals'; it('is', () => {});`);
    const { exitCode, ok, problems } = await report();
    expect({ exitCode, ok, codes: problems.map(({ code }) => code) }).toEqual({
      exitCode: 1,
      ok: false,
      codes: ['no_pacts'],
    });
  });

  it('tell of each pact: verified, failed, unknown', async () => {
    committed('web', 'stock-service', 'a', 'b');
    committed('app', 'stock-service', 'c');
    committed('web', 'app', 'd');
    writes('web', 'stock-service', 'a', 'b');
    writes('app', 'stock-service', 'c');
    const mismatches = [{ type: 'StatusMismatch', expected: 200, actual: 404 }];
    provides(
      'stock-service',
      [
        good('web', 'a'),
        { ...good('web', 'b'), result: 'Error', mismatch: { type: 'mismatches', mismatches } },
        good('app', 'c'),
      ],
      `throw new Error('Verification failed');`,
    );
    const found = await report();
    expect(found.exitCode).toBe(1);
    expect(
      found.pacts
        .filter(({ file }) => file)
        .map(({ consumer, provider, status }) => `${consumer} ${provider} ${status}`),
    ).toEqual(['app stock-service verified', 'web app unknown', 'web stock-service failed']);
    expect(found.problems).toEqual([]);
    expect(found.pacts.flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual(
      expect.arrayContaining(['no test of web writes it any more', 'no test of app verifies it']),
    );
    const { stdout } = await run('verify');
    expect(stdout).toContain('    ✗ request: b\n        the status is 404, not 200\n');
    expect(stdout).toContain('no test of app verifies it');
  });

  it('tell which test fails that belongs to no pact', async () => {
    committed('web', 'stock-service', 'a');
    provides('stock-service', [good('web', 'a')]);
    write(
      'services/web/test/contracts/own.test.ts',
      `import { it } from '@jest/globals'; it('is', () => { throw new Error('not so'); });`,
    );
    const { exitCode, problems } = await report();
    expect({ exitCode, problems }).toMatchObject({
      exitCode: 1,
      problems: [{ code: 'test_failed', message: 'services/web/test/contracts/own.test.ts: not so' }],
    });
  });

  it('that cannot run say so', async () => {
    committed('web', 'stock-service', 'a');
    write('jest.config.js', `export default { projects: [{ displayName: 'other' }] };`);
    expect(await run('verify')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('jest project `contracts`'),
    });
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(await run('verify')).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('next: npm install') });
    write('contracts/pacts/web-stock-service.json', '{ <<<<<<<');
    expect(await run('verify')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('contracts/pacts/web-stock-service.json cannot be read as a pact'),
    });
  });

  it('hold providers to what runs elsewhere as well, so that they may go there alone', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: root });
    const commit = () => {
      git('add', '-A');
      git('commit', '-qm', 'change');
      return git('rev-parse', '--short=12', 'HEAD').toString().trim();
    };
    const store = join(root, '.aurora/run/store');
    const mayGo = async (version: string) => {
      const question = ['can-deploy', '--service', 'stock-service', '--version', version, '--to', 'development'];
      return (await run(...question, '--from', store)).exitCode;
    };
    write('.gitignore', 'node_modules\n.aurora/run\n');
    committed('web', 'stock-service', 'a');
    writes('web', 'stock-service', 'a');
    provides('stock-service', [good('web', 'a')]);
    git('init', '-q');
    const first = commit();
    await run('verify');
    for (const command of ['publish --to', 'deployed --to development --in']) await run(...command.split(' '), store);
    expect(await mayGo(first)).toBe(0);

    committed('web', 'stock-service', 'b');
    writes('web', 'stock-service', 'b');
    provides('stock-service', [good('web', 'a'), good('web', 'b')]);
    const second = commit();
    await run('verify');
    await run('publish', '--to', store);
    expect(await mayGo(second)).toBe(1);
    const { stdout } = await run('verify', '--deployed', 'development', '--from', store);
    expect(stdout).toContain(`✓ web ${first} → stock-service: 1 verified`);
    await run('publish', '--to', store);
    expect(await mayGo(second)).toBe(0);
  });

  it('are recorded all or none', async () => {
    writes('web', 'stock-service', 'a');
    writes('app', 'stock-service', 'b');
    committed('gone', 'stock-service', 'c');
    committed('app', 'stock-service', 'old');
    const files = () => readdirSync(join(root, 'contracts/pacts')).toSorted();
    consumes('bad', 'stock-service', `throw new Error('no such path');`);
    const before = files();
    expect(await run('record')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no such path') });
    expect(files()).toEqual(before);
    rmSync(join(root, 'services/bad'), { recursive: true });
    const { stdout } = await run('record');
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      '~ contracts/pacts/app-stock-service.json',
      '- contracts/pacts/gone-stock-service.json',
      '+ contracts/pacts/web-stock-service.json',
      '3 pacts and 1 OpenAPI documents, 3 changed',
    ]);
    expect(files()).toEqual(['app-stock-service.json', 'web-stock-service.json']);
    expect(readFileSync(join(root, 'contracts/pacts/app-stock-service.json'), 'utf8')).toContain('"b"');
    const again = await run('record', '--json');
    expect((JSON.parse(again.stdout) as { pacts: { change: string }[] }).pacts.map(({ change }) => change)).toEqual([
      'unchanged',
      'unchanged',
    ]);
  });
});
