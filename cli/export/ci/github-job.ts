import { stringify } from 'yaml';
import { pinned, withVersions } from './pins.ts';
import { REPORTS } from './pipeline.ts';
import { INSTALL } from './steps.ts';

type Texts = Readonly<Record<string, string>>;
export interface JobStep {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Texts;
}
export type Job = Readonly<Record<string, unknown>>;

export const secret = (name: string) => `$\{{ secrets.${name} }}`;
export const variable = (name: string) => `$\{{ vars.${name} }}`;
/** A condition: somebody has given the repository this variable. */
export const whenSet = (name: string) => `vars.${name} != ''`;

/** @param minutes after which it is ended */
export function job(name: string, minutes: number, steps: readonly JobStep[]): Job {
  return { name, 'runs-on': 'ubuntu-latest', 'timeout-minutes': minutes, steps };
}

export function needing(names: readonly string[], { name, ...rest }: Job): Job {
  return { name, needs: [...names], ...rest };
}

/** The code, npm with its cache, the packages. The token of the job does not stay in the clone. */
export function head(checkout: Readonly<Record<string, unknown>> = {}): JobStep[] {
  return [
    { uses: pinned('actions/checkout'), with: { 'persist-credentials': false, ...checkout } },
    { uses: pinned('actions/setup-node'), with: { 'node-version': '24', cache: 'npm' } },
    INSTALL,
  ];
}

export function upload(name: string): JobStep {
  return {
    name: 'Keep the reports',
    if: 'always()',
    uses: pinned('actions/upload-artifact'),
    with: { name, path: REPORTS, 'if-no-files-found': 'ignore', 'retention-days': 14 },
  };
}

export function workflow(document: Readonly<Record<string, unknown>>): string {
  const text = stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
  return withVersions(
    `# Written by aurora export ci: change the config, or keep your own jobs in a file beside.\n${text}`,
  );
}
