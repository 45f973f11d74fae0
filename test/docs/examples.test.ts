import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { repository } from '../support/aurora.ts';
import { SHOWN } from './pictures/capture.ts';
import { type Example, examplesOf, fits, tidy } from './support/examples.ts';
import { copyFleet, type FleetCopy } from './support/fleet-copy.ts';
import { pages, readPage } from './support/pages.ts';
import { type Outcome, runBlocks } from './support/shell.ts';

// A first `up` on a busy machine.
const PAGE_MS = 240_000;
jest.setTimeout(PAGE_MS + 60_000);

const withExamples = pages()
  .map((path) => ({ path, examples: examplesOf(readPage(path)) }))
  .filter(({ examples }) => examples.length > 0);

const printedOn = new Map<string, string>();
let fleet: FleetCopy;
beforeAll(async () => {
  fleet = await copyFleet();
});
afterAll(async () => fleet[Symbol.asyncDispose]());

describe.each(withExamples)('the commands of $path', ({ path, examples }) => {
  let outcomes: readonly Outcome[];
  beforeAll(async () => {
    await fleet.bring(startsFleet(examples) ? 'new' : 'up');
    const blocks = examples.map(({ script, exitCode }) => ({ script: fleet.localise(script), exitCode }));
    outcomes = await runBlocks(blocks, fleet.root, PAGE_MS);
    printedOn.set(path, outcomes.map(({ printed }) => printed).join('\n'));
  });

  it.each(examples.map(({ line }, index) => ({ line, index })))(
    'work, and print what it says: line $line',
    ({ index }) => {
      const { expected } = examples[index] as Example;
      const { printed, passed } = outcomes[index] ?? { printed: 'not run: a block before it failed', passed: false };
      expect({ printed, passed }).toEqual({ printed, passed: true });
      const general = fleet.generalise(printed);
      // Where it fits, the second expectation holds trivially; where not, it shows both.
      if (expected && !fits(general, expected)) expect(tidy(general)).toBe(tidy(expected.text));
    },
  );
});

it('the picture shows what up and status print', () => {
  const today = shapes(fleet.generalise(printedOn.get('README.md') ?? ''));
  const picture = readFileSync(join(repository, 'docs/pictures/up.ansi'), 'utf8');
  const commands = SHOWN.map((command) => shape(`$ ${command}`));
  expect([...shapes(picture)].filter((line) => !today.has(line) && !commands.includes(line))).toEqual([]);
});

/** Lines as they are on every day: without colours, whatever the numbers, in any order. */
function shapes(text: string): Set<string> {
  const lines = tidy(stripVTControlCharacters(text)).split('\n');
  return new Set(lines.filter((line) => line !== '').map(shape));
}

function shape(line: string): string {
  return line.replace(/\([0-9a-f]{12}\)/g, '(build)').replace(/\d+(?:\.\d)?( m?s| min)?/g, '0');
}

/** A page that starts the fleet finds none; any other finds it running. */
function startsFleet(examples: readonly Example[]): boolean {
  return examples.some(({ script }) => /\baurora up\b/.test(script));
}
