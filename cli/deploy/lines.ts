import { durationText } from '../narrators/duration.ts';
import { readableLine } from '../observe/readable-line.ts';
import { table } from '../table.ts';
import type { DeployRecord, PhaseRecord } from './record.ts';

/** What has come of a deploy, in a few lines. */
export function resultLines(record: DeployRecord): readonly string[] {
  const { id, kind, state, services, switchMs, drained, startedAt, endedAt, previews } = record;
  const rows = services.map(({ service, from, to }) => [
    service,
    `${from.colour} ${from.version}`,
    `${to.colour} ${to.version}`,
  ]);
  const head = HEADS[state];
  const took = endedAt === null ? '' : ` in ${durationText(Date.parse(endedAt) - Date.parse(startedAt))}`;
  const switched = switchMs === null ? '' : `, switched in ${switchMs} ms`;
  const left =
    drained && drained.left > 0 ? [`${drained.left} requests are still under way on the versions of before`] : [];
  const paused =
    state === 'paused' ? [...previewLines(previews), 'next: aurora deploy promote; or: aurora deploy --abort'] : [];
  return [...table(head, rows), `${kind} ${id}: ${STATES[state]}${took}${switched}`, ...left, ...paused];
}

function previewLines(previews: DeployRecord['previews']): readonly string[] {
  if (previews.length === 0) return ['look at them: aurora deploy preview'];
  return table(
    ['SERVICE', 'LOOK AT IT HERE'],
    previews.map(({ service, url }) => [service, url]),
  );
}

const HEADS: Readonly<Record<DeployRecord['state'], readonly string[]>> = {
  running: ['SERVICE', 'FROM', 'TO'],
  paused: ['SERVICE', 'SERVES', 'WAITS'],
  done: ['SERVICE', 'WAS', 'IS'],
  undone: ['SERVICE', 'SERVES', 'TAKEN AWAY'],
};

const STATES: Readonly<Record<DeployRecord['state'], string>> = {
  running: 'not ended',
  paused: 'waits to be promoted',
  done: 'done',
  undone: 'undone',
};

/** One line a deploy. */
export function historyLines(records: readonly DeployRecord[]): readonly string[] {
  if (records.length === 0) return ['nothing was deployed from this folder'];
  return table(
    ['DEPLOY', 'KIND', 'STATE', 'BY', 'TOOK', 'SERVICES'],
    records.map(({ id, kind, state, by, startedAt, endedAt, services }) => [
      id,
      kind,
      STATES[state],
      by,
      endedAt === null ? '' : durationText(Date.parse(endedAt) - Date.parse(startedAt)),
      services.map(({ service, to }) => `${service} ${to.version}`).join(', '),
    ]),
  );
}

/** Everything about one. */
export function showLines(record: DeployRecord): readonly string[] {
  const { by, reason, environment, startedAt, services, migrations, phases, failure, drained } = record;
  return [
    ...resultLines(record),
    '',
    `by ${by}, at ${startedAt}, in ${environment}${reason === null ? '' : `: ${reason}`}`,
    ...services.map(({ service, to }) => `${service}: ${to.image}${to.digest === null ? '' : `, ${to.digest}`}`),
    ...migrations.map(({ service, phase, names }) => `${service}: ${phase} ${names.join(', ')}`),
    ...(drained
      ? [`${drained.requests} requests were under way at the cutover, ${drained.left} outlasted the drain`]
      : []),
    '',
    ...table(['PHASE', 'OUTCOME', 'TOOK', 'NOTES'], phases.map(phaseRow)),
    ...(failure
      ? [
          '',
          `${failure.phase} failed: ${failure.message}`,
          ...failure.details,
          ...failure.lines.map((line) => `  ${readableLine(line)}`),
        ]
      : []),
  ];
}

function phaseRow({ name, startedAt, endedAt, outcome, notes }: PhaseRecord): readonly string[] {
  const took = endedAt === null ? '' : durationText(Date.parse(endedAt) - Date.parse(startedAt));
  return [name, outcome ?? 'not ended', took, notes.join('; ')];
}
