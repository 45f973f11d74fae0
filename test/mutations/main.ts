import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../support/aurora.ts';
import { MUTATIONS } from './catalogue/index.ts';
import { openLaboratory } from './laboratory.ts';
import { page } from './table.ts';

const words = process.argv.slice(2);
const chosen = MUTATIONS.filter(({ defect, file }) => words.every((word) => `${defect} ${file}`.includes(word)));
if (chosen.length === 0) {
  process.stderr.write(`error: no mutation has ${words.join(' ')}\n`);
  process.exit(2);
}

await using laboratory = await openLaboratory();
const unfit = await laboratory.unfit(chosen.map(({ caughtBy }) => caughtBy));
for (const test of unfit) process.stdout.write(`✗ does not pass without any mutation: ${test}\n`);
const rows = [];
for (const mutation of chosen) {
  const outcome = await laboratory.probe(mutation);
  process.stdout.write(
    `${outcome.caught ? '✓' : '✗'} ${mutation.defect}: ${outcome.caught ? outcome.how : outcome.why}\n`,
  );
  if (outcome.caught) rows.push({ mutation, how: outcome.how });
}
process.stdout.write(`${rows.length} of ${chosen.length} caught\n`);
const isWell = rows.length === chosen.length && unfit.length === 0;
if (isWell && chosen.length === MUTATIONS.length) await writeFile(join(repository, 'docs/mutations.md'), page(rows));
process.exitCode = isWell ? 0 : 1;
