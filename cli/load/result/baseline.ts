import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuroraError } from '../../errors.ts';
import type { Report } from './report.ts';

const OPTIONS = { exit: 'usage', next: 'aurora load --save-baseline FILE makes one' } as const;

/** @throws AuroraError `baseline_unreadable`, `baseline_of_another` where runs cannot be compared */
export function readBaseline(file: string, now: Pick<Report, 'scenario' | 'fingerprint' | 'machine'>): Report {
  const before = parse(file);
  const different = [
    ...(before.fingerprint === now.fingerprint ? [] : [`another scenario: ${before.scenario}, as it was then`]),
    ...(Object.keys(now.machine) as (keyof Report['machine'])[]).flatMap((key) =>
      before.machine[key] === now.machine[key] ? [] : [`${key}: ${before.machine[key]} then, ${now.machine[key]} now`],
    ),
  ];
  if (different.length === 0) return before;
  throw new AuroraError('baseline_of_another', `${file} was measured under other conditions.`, {
    ...OPTIONS,
    details: different,
  });
}

function parse(file: string): Report {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    if (report?.machine && report.fingerprint && report.series && report.total) return report;
  } catch (cause) {
    throw new AuroraError('baseline_unreadable', `${file} cannot be read: ${(cause as Error).message}`, {
      ...OPTIONS,
      cause,
    });
  }
  throw new AuroraError('baseline_unreadable', `${file} is no result of aurora load`, OPTIONS);
}

export async function writeReport(file: string, report: Report): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}
