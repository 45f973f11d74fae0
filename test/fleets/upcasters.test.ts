import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { repository, run } from '../support/aurora.ts';
import type { GeneratedFleet } from '../templates/support/generated-fleet.ts';
import { fleetOf } from './support/fleets.ts';

const MINUTES = 60_000;
const UPCASTER = 'services/crm-service/src/upcasters/bank-service.account.money-transferred.v1.ts';

let fleet: GeneratedFleet;
let right: string;

beforeAll(async () => {
  fleet = fleetOf('bank');
  await fleet.generate();
  right = readFileSync(join(fleet.root, UPCASTER), 'utf8');
  const config = { extensionsToTreatAsEsm: ['.ts'], transform: {} };
  writeFileSync(join(fleet.root, 'jest.config.json'), JSON.stringify(config));
}, MINUTES);
afterAll(() => fleet?.[Symbol.dispose]());

/** Its own test, as it was generated. */
async function test(upcaster: string): Promise<{ exitCode: number | null; stderr: string }> {
  writeFileSync(join(fleet.root, UPCASTER), upcaster);
  const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest];
  return await run(process.execPath, [...args, '--config', 'jest.config.json', 'crm-service/test/upcasters'], {
    cwd: fleet.root,
  });
}

it(
  'an upcaster’s test passes once it makes what the later version carries, and not before',
  async () => {
    const returning = (text: string) => `export const upcast = (before: object) => ${text};\n`;
    const unwritten = "export const upcast = () => {\n  throw new Error('is to be written');\n};\n";
    expect(await test(unwritten)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is to be written') });
    expect(await test(returning('before'))).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('/amount') });
    expect(await test(returning("({ ...before, amount: 3, currency: 'EUR' })"))).toMatchObject({ exitCode: 1 });
    expect(await test(right)).toMatchObject({ exitCode: 0 });
  },
  MINUTES,
);
