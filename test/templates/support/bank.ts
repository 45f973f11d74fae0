import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../support/aurora.ts';
import { GeneratedFleet } from './generated-fleet.ts';

const fixture = join(repository, 'test', 'fixtures', 'bank');

/** A bank as the templates give it. */
export function emptyBank(): GeneratedFleet {
  return new GeneratedFleet({ file: join(fixture, 'aurora.config.yaml') });
}

/** With what its developers have written. */
export async function writtenBank(): Promise<GeneratedFleet> {
  const bank = emptyBank();
  try {
    await bank.generate();
    cpSync(join(fixture, 'services'), join(bank.root, 'services'), { recursive: true });
    return bank;
  } catch (error) {
    bank[Symbol.dispose]();
    throw error;
  }
}
