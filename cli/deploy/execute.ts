import { AuroraError } from '../errors.ts';
import type { Deployment, Phase } from './deployment.ts';
import { lastWords, serviceOf } from './failure.ts';
import { canary } from './phases/canary.ts';
import { cutover } from './phases/cutover.ts';
import { drain } from './phases/drain.ts';
import { expand } from './phases/expand.ts';
import { gate } from './phases/gate.ts';
import { images } from './phases/images.ts';
import { smoke } from './phases/smoke.ts';
import { stand } from './phases/stand.ts';
import { warmUp } from './phases/warm-up.ts';
import { watch } from './phases/watch.ts';
import { type DeployRecord, hasBegun, isDone, PHASES, type PhaseName } from './record.ts';
import { undo } from './undo.ts';

const WORK: Readonly<Record<Exclude<PhaseName, 'pause'>, Phase>> = {
  check: ({ around, record }) => around.check(record),
  images,
  'make-room': ({ around, record }) => around.makeRoom(record),
  expand,
  stand,
  gate,
  'warm-up': warmUp,
  smoke,
  canary,
  cutover,
  watch,
  drain,
};

/** Nothing can be done of what has to be, until somebody has seen to it. */
const ENGINE_GONE = ['engine_unreachable', 'no_leader'];

const TITLES: Readonly<Record<PhaseName, string>> = {
  check: 'check',
  images: 'images',
  'make-room': 'make room',
  expand: 'expand migrations',
  stand: 'start beside what serves',
  gate: 'hold health',
  'warm-up': 'warm up',
  smoke: 'smoke tests',
  pause: 'pause',
  canary: 'canary',
  cutover: 'cutover',
  watch: 'watch',
  drain: 'drain',
};

/**
 * Takes a deploy to its end, from wherever it is: the new versions serve, or it is paused, or, where anything went wrong, the ones of before
 * serve and the error is thrown.
 * @throws AuroraError of the phase that failed, with `facts.phase`, `facts.deploy`
 */
export async function execute(deployment: Deployment): Promise<DeployRecord> {
  if (deployment.record.undoing) {
    await undo(deployment);
    return deployment.record;
  }
  for (const name of phasesLeft(deployment.record)) {
    if (name === 'pause') {
      deployment.note({ state: 'paused', previews: await previewsOf(deployment) });
      return deployment.record;
    }
    await carryOut(deployment, name);
  }
  deployment.note({ state: 'done', endedAt: timeOf(deployment), warm: true });
  // It serves: what the fleet's own program says now changes nothing of that.
  await deployment.around.hook('post-deploy', deployment.record);
  return deployment.record;
}

async function previewsOf({ record, around }: Deployment): Promise<DeployRecord['previews']> {
  const previews = record.services.map(async ({ service, to }) => {
    const url = await around.stage.lastingPreviewUrl(service, to.colour);
    return url === null ? [] : [{ service, url }];
  });
  return (await Promise.all(previews)).flat();
}

/**
 * After a kill, what stands beside the live version is looked at once more before it gets requests; once it has begun to get them, the
 * cutover is gone through again, and what was done of it stays.
 */
export function phasesLeft(record: DeployRecord): readonly PhaseName[] {
  const wanted = PHASES.filter((name) => {
    if (name === 'pause') return record.pause && !isDone(record, name);
    return name !== 'canary' || record.canary.length > 0;
  });
  const next = wanted.find((name) => !isDone(record, name));
  return next === undefined ? [] : wanted.slice(wanted.indexOf(startAgainAt(record, next)));
}

function startAgainAt(record: DeployRecord, next: PhaseName): PhaseName {
  if (hasBegun(record, 'cutover')) return isDone(record, 'cutover') ? next : 'cutover';
  return PHASES.indexOf(next) > PHASES.indexOf('stand') ? 'stand' : next;
}

async function carryOut(deployment: Deployment, name: Exclude<PhaseName, 'pause'>): Promise<void> {
  const { narrator, signal } = deployment.around;
  try {
    signal.throwIfAborted();
    deployment.begin(name);
    const notes = await narrator.step(TITLES[name], async (step) => {
      const told = await WORK[name](deployment);
      if (told.length > 0) step.note(told.join('; '));
      return told;
    });
    deployment.end(name, 'done', notes);
  } catch (cause) {
    throw await failed(deployment, name, signal.aborted ? interrupted(cause) : cause);
  }
}

/** Puts the versions of before back, and tells what went wrong with that, too. */
async function failed(deployment: Deployment, phase: PhaseName, cause: unknown): Promise<unknown> {
  // Where the engine is gone, nothing can be put back either; what was written down says how to go on.
  if (!(cause instanceof AuroraError) || isEngineGone(cause)) return cause;
  const { code, message, details } = cause;
  deployment.end(phase, 'failed', [message]);
  const { service, lines } = await serviceOf(deployment, cause);
  deployment.note({ undoing: true, failure: { phase, service, code, message, details, lines } });
  await undo(deployment);
  const { id } = deployment.record;
  return new AuroraError(code, message, {
    exit: cause.exit,
    details: [
      ...details,
      ...lastWords(lines),
      hasBegun(deployment.record, 'cutover')
        ? 'The versions of before serve again.'
        : 'The versions of before serve, as they did all the time.',
    ],
    next: cause.next ?? `aurora deploy show ${id}`,
    facts: { ...cause.facts, deploy: id, phase, service },
    cause,
  });
}

/** The one that is asked: an engine of another node that is away keeps nobody from putting things back. */
function isEngineGone({ code, facts }: AuroraError): boolean {
  return ENGINE_GONE.includes(code) && facts.node === undefined;
}

function interrupted(cause: unknown): AuroraError {
  return new AuroraError('interrupted', 'The deploy was called off.', { exit: 'interrupted', cause });
}

function timeOf({ around }: Deployment): string {
  return new Date(around.clock.now()).toISOString();
}
