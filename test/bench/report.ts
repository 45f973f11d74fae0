import { readFile, writeFile } from 'node:fs/promises';
import { arch, cpus } from 'node:os';
import { resolve } from 'node:path';
import type { Outcome, Row } from './contest.ts';

const root = resolve(import.meta.dirname, '../..');
const RESULTS = resolve(root, 'test/bench/results.json');
const PAGE = resolve(root, 'docs/benchmarks.md');

interface Kept extends Outcome {
  /** ISO date. */
  readonly measuredOn: string;
  readonly machine: string;
}

/** Keeps the outcome as the row's newest and writes the page anew from all that are kept. */
export async function publish(rows: readonly Row[], outcome: Outcome): Promise<void> {
  const kept = JSON.parse(await readFile(RESULTS, 'utf8').catch(() => '{}')) as Record<string, Kept>;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()} (${arch()}), Node ${process.versions.node}`;
  kept[outcome.row] = { ...outcome, measuredOn: new Date().toISOString().slice(0, 10), machine };
  await writeFile(RESULTS, `${JSON.stringify(kept, null, 2)}\n`);
  await writeFile(PAGE, page(rows, kept));
}

function page(rows: readonly Row[], kept: Readonly<Record<string, Kept>>): string {
  const measured = rows.flatMap((row) => {
    const outcome = kept[row.name];
    return outcome ? [{ row, outcome }] : [];
  });
  return `# Benchmarks

Every figure stands beside its peer in the same run: contenders take turns, and the ratio is the median over the rounds
of ours ÷ peer within a round. Machines differ and are noisy; ratios travel, absolute figures do not.
\`npm run bench\` measures all rows, \`npm run bench -- "service read"\` one, and both write this page.

| row | ours | peer | ratio (lowest–highest) | goal | |
| --- | --- | --- | --- | --- | --- |
${measured.map(({ row, outcome }) => summary(row, outcome)).join('\n')}

${measured.map(({ row, outcome }) => detail(row, outcome)).join('\n\n')}
`;
}

function summary({ name, unit, goal }: Row, { standings, ratio, spread, met }: Outcome): string {
  const [ours, peer] = standings;
  const wanted = `${unit.endsWith('/s') ? '≥' : '≤'} ${goal}`;
  const range = `${ratio.toFixed(2)} (${spread[0].toFixed(2)}–${spread[1].toFixed(2)})`;
  return `| [${name}](#${slug(name)}) | ${show(ours?.median)} ${unit} | ${show(peer?.median)} ${unit} | ${range} | ${wanted} | ${met ? 'met' : 'missed'} |`;
}

/** The anchor of a heading, as Markdown's renderers make it. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function detail(
  { name, measured, settings, finding, rounds, unit }: Row,
  { standings, measuredOn, machine }: Kept,
): string {
  return `## ${name}

${measured}. ${settings}. ${rounds} interleaved rounds on ${measuredOn}, ${machine}.

| | median ${unit} | samples |
| --- | --- | --- |
${standings.map((each) => `| ${each.name} | ${show(each.median)} | ${each.samples.map(show).join(' · ')} |`).join('\n')}${finding ? `\n\n${finding}` : ''}`;
}

function show(value: number | undefined): string {
  if (value === undefined) return '-';
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(1);
}
