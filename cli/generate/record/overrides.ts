import { packageJson } from '../../package.ts';
import type { Change } from '../contract.ts';
import { fingerprint } from '../fingerprint.ts';
import { OWN_TEMPLATES, type OwnTemplate } from '../templates/own.ts';
import type { Tree } from '../tree.ts';
import { RECORD } from './paths.ts';

/** A template of the fleet's own, as it was when the package's was last looked at. */
export interface OverrideEntry {
  readonly template: string;
  readonly hash: string;
}

/** The package's template as it was when the fleet's own was written or last changed. */
export function overriddenPath(id: string): string {
  return `${RECORD}/overridden/${id}`;
}

export interface Overrides {
  readonly entries: readonly OverrideEntry[];
  /** Overrides whose template has changed underneath, one line each. */
  readonly notes: readonly string[];
  readonly changes: readonly Change[];
}

/** A changed template underneath is told until the one above it is changed as well, if only in a comment. */
export function planOverrides(own: readonly OwnTemplate[], before: readonly OverrideEntry[], tree: Tree): Overrides {
  const entries = own.map(({ id, source }) => ({ template: id, hash: fingerprint(source) }));
  const isAsBefore = ({ template, hash }: OverrideEntry) =>
    before.some((entry) => entry.template === template && entry.hash === hash);
  const notes: string[] = [];
  const changes: Change[] = [];

  for (const [index, { id, overridden }] of own.entries()) {
    const path = overriddenPath(id);
    const known = tree.read(path);
    const reviewed = !isAsBefore(entries[index] as OverrideEntry);
    if (overridden === known) continue;
    if (known !== null && !reviewed) notes.push(changedUnderneath(id, overridden === null));
    else changes.push({ path, ...(overridden === null ? GONE : REMEMBERED), content: overridden });
  }
  for (const { template } of before) {
    const path = overriddenPath(template);
    if (!own.some(({ id }) => id === template) && tree.read(path) !== null)
      changes.push({ path, ...GONE, content: null });
  }
  return { entries, notes, changes };
}

const REMEMBERED = { action: 'update', because: 'what a template of yours replaces' } as const;
const GONE = { action: 'remove', because: 'no template of yours replaces it' } as const;

function changedUnderneath(id: string, isGone: boolean): string {
  const mine = `${OWN_TEMPLATES}/${id}`;
  return isGone
    ? `${mine} replaces a template that Aurora has no more: see whether it is still needed, and change or remove it`
    : `${mine} replaces a template that has changed: bring over what differs between ${overriddenPath(id)} and node_modules/${packageJson().name}/templates/${id}`;
}
