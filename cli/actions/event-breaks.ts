import { readFileSync } from 'node:fs';
import { pathFrom } from '../config/findings.ts';
import type { Fleet } from '../config/model.ts';
import { positionOf } from '../config/position-of.ts';
import { insert } from '../edit/text/insert.ts';
import { nodeAt, openSource, type Source } from '../edit/text/source.ts';
import { applySplices, type Splice } from '../edit/text/splice.ts';
import { AuroraError } from '../errors.ts';
import type { Break } from '../generate/plan/contracts/contracts.ts';
import type { Said } from '../generate/plan/contracts/published.ts';

/** What the config says of one version, and what of it would break those who listen. */
interface BrokenVersion {
  readonly said: Said;
  /** Those of the events that it is the version of. */
  readonly contracts: readonly string[];
  readonly differences: readonly string[];
  readonly next: number;
}

/** `created`, `updated` and `deleted` of an entity have one version, and carry the same. */
function versionsIn(breaks: readonly Break[]): readonly BrokenVersion[] {
  return [...Map.groupBy(breaks, ({ said }) => said.path.join('.')).values()].map((group) => ({
    said: (group[0] as Break).said,
    contracts: group.map(({ contract }) => contract),
    differences: [...new Set(group.flatMap(({ differences }) => differences))],
    next: Math.max(...group.map(({ next }) => next)),
  }));
}

/** @throws AuroraError `event_breaks` with the line of each entity or event, and each difference */
export function refuseBreaks(fleet: Fleet, breaks: readonly Break[]): void {
  if (breaks.length === 0) return;
  const at = positionOf(readFileSync(fleet.file, 'utf8'));
  const file = pathFrom(process.cwd(), fleet.file);
  const versions = versionsIn(breaks);
  const details = versions.flatMap(({ said: { path }, differences }) => {
    const { line, column } = at(path);
    return differences.map((each) => `${file}:${line}:${column}  event_breaks  ${nameOf(path)}: ${each}`);
  });
  const message = 'Those who listen to events would be sent what they cannot expect, so nothing was written.';
  throw new AuroraError('event_breaks', message, {
    exit: 'config',
    details,
    facts: { versions },
    next: nextAfter(versions),
  });
}

function nextAfter(versions: readonly BrokenVersion[]): string {
  const said = versions.map(({ said: { key, path }, next }) => `\`${key}: ${next}\` of ${nameOf(path)}`);
  const files = versions.flatMap(({ contracts }) => contracts);
  return `say ${said.join(', ')}, then aurora generate; or, of what was never sent, rm ${files.join(' ')} first`;
}

/** The text of a config that says the next version wherever a change of it would break who listens; and a line for each. */
export function raiseVersions(text: string, breaks: readonly Break[]): { text: string; notes: readonly string[] } {
  const source = openSource(text);
  const versions = versionsIn(breaks);
  return {
    text: applySplices(
      text,
      versions.flatMap(({ said, next }) => sayVersion(source, said, next)),
    ),
    notes: versions.map(({ said, next, differences }) => {
      return `${nameOf(said.path)} has ${said.key} ${next} now, for who listens could not expect it: ${differences.join(', ')}`;
    }),
  };
}

function sayVersion(source: Source, { path, key }: Said, version: number): Splice[] {
  const written = nodeAt(source, [...path, key]);
  if (!written?.range) return insert(source, path, { [key]: version });
  const [from, to] = written.range;
  return [{ from, to, text: String(version) }];
}

/** `Account`, or `Account.moneyTransferred`. */
function nameOf(path: Said['path']): string {
  const [, , , entity, , event] = path;
  return [entity, event].filter((part) => part !== undefined).join('.');
}
