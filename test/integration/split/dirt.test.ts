import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Verification } from '../../../cli/split/verify/contract.ts';
import { mariadbMissing } from '../../../shared/testing/index.ts';
import { LONG } from '../../support/long.ts';
import type { TableName } from '../../support/monolith/tables.ts';
import { expectedReasons, groupedReasons } from './support/reasons.ts';
import { splitFleet } from './support/split-fleet.ts';

/** In the short form many on one engine; the other has all their kinds. */
const ROWS = LONG ? { postgres: 3_000_000, mariadb: 3_000_000 } : { postgres: 40_000, mariadb: 12_000 };
/** Megabytes of resident memory at most, however many rows there are: V8's heap, batches on their way, a bit for each key. */
const MEMORY = 700;

/** Milliseconds, on a machine that does other things as well. */
const PATIENCE = LONG ? 3_600_000 : 300_000;

const ENGINES = [['postgres'] as const, ...(mariadbMissing ? [] : [['mariadb'] as const])];

describe.each(ENGINES)('a monolith with dirty rows on %s', (engine) => {
  const rows = ROWS[engine].toLocaleString('en-US');
  it(
    `is split to the row, and verified: ${rows} rows`,
    async () => {
      await using fleet = await splitFleet(engine, ROWS[engine]);
      const { expected } = fleet.monolith;
      const peaks = { split: join(fleet.clone.root, 'split.peak'), verify: join(fleet.clone.root, 'verify.peak') };

      const split = await fleet.measured(peaks.split);
      expect(split).toMatchObject({ exitCode: 0 });
      const verified = await fleet.measured(peaks.verify, 'verify', '--json');
      const result = JSON.parse(verified.stdout) as Verification;
      expect({ exitCode: verified.exitCode, holds: result.holds }).toEqual({ exitCode: 0, holds: true });

      for (const { from, migrated } of result.entities) {
        for (const { mapping, source, leftOut, quarantined } of from) {
          const count = expected[mapping as TableName];
          expect({ mapping, source, leftOut, migrated, reasons: groupedReasons(quarantined) }).toEqual({
            mapping,
            source: count.rows,
            leftOut: count.filtered,
            migrated: count.migrated,
            reasons: expectedReasons(count),
          });
        }
      }
      for (const [what, file] of Object.entries(peaks)) {
        const peak = Number(await readFile(file, 'utf8')) / 1024;
        console.log(`${engine}, ${rows} rows: ${what} held ${peak.toFixed(0)} MB at most`);
        expect(peak).toBeLessThan(MEMORY);
      }
    },
    PATIENCE,
  );
});
