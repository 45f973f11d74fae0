import { MISFITS } from '../../../cli/split/fit/misfit.ts';

/** Why rows of an old database are kept aside. */
export function misfits(): string {
  const rows = Object.entries(MISFITS).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['| reason | the row has |', '| --- | --- |', ...rows].join('\n');
}
