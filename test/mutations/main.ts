import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../support/aurora.ts';
import { MUTATIONS } from './catalogue/index.ts';
import { openLaboratory } from './laboratory.ts';
import { cell, page, read, row } from './table.ts';

const PAGE = join(repository, 'docs/mutations.md');

const words = process.argv.slice(2);
const chosen = MUTATIONS.filter(({ defect, file }) => words.every((word) => `${defect} ${file}`.includes(word)));
if (chosen.length === 0) {
  process.stderr.write(`error: no mutation has ${words.join(' ')}\n`);
  process.exit(2);
}

await using laboratory = await openLaboratory();
const unfit = await laboratory.unfit(chosen.map(({ caughtBy }) => caughtBy));
for (const test of unfit) process.stdout.write(`✗ does not pass without any mutation: ${test}\n`);
const how = read(await readFile(PAGE, 'utf8'));
let caught = 0;
for (const mutation of chosen) {
  const outcome = await laboratory.probe(mutation);
  process.stdout.write(
    `${outcome.caught ? '✓' : '✗'} ${mutation.defect}: ${outcome.caught ? outcome.how : outcome.why}\n`,
  );
  if (!outcome.caught) continue;
  caught += 1;
  how.set(row(mutation), cell(outcome.how));
}
process.stdout.write(`${caught} of ${chosen.length} caught\n`);
const isWell = caught === chosen.length && unfit.length === 0;
if (isWell) await writeFile(PAGE, page(MUTATIONS, how));
process.exitCode = isWell ? 0 : 1;
