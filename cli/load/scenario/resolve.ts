import { durationOf } from '../duration.ts';
import { parseThreshold, type Threshold } from '../result/threshold.ts';
import { type Action, type Deed, ENTITY_VERBS, type OwnRequest, type Phase, type Scenario } from './contract.ts';
import type { Draft, DraftAction, DraftPhase, DraftRequest } from './draft.ts';

const milliseconds = (text: string | undefined, otherwise: number) =>
  text === undefined ? otherwise : (durationOf(text) ?? otherwise);

/** A file without mistakes, with what it leaves unsaid. */
export function resolveScenario(name: string, draft: Draft): Scenario {
  const { target, arrivals = 'poisson', seed = 1, maxOutstanding = 2000, rows = 10 } = draft;
  const { max = 100, keepAlive = true } = draft.connections ?? {};
  return {
    name,
    ...(target !== undefined && { target }),
    arrivals,
    seed,
    warmupMs: milliseconds(draft.warmup, 0),
    connections: { max, keepAlive },
    maxOutstanding,
    timeoutMs: milliseconds(draft.timeout, 30_000),
    rows,
    phases: (draft.phases ?? []).map(phaseOf),
    actions: Object.entries(draft.actions ?? {}).map(([action, each]) => actionOf(action, each)),
    thresholds: (draft.thresholds ?? []).flatMap(thresholdOf),
  };
}

function phaseOf({ name, duration, rate = 0, from = rate, to = rate, steps = 0 }: DraftPhase, index: number): Phase {
  return { name: name ?? `phase ${index + 1}`, durationMs: milliseconds(duration, 0), from, to, steps };
}

function actionOf(name: string, draft: DraftAction): Action {
  return { name, weight: draft.weight ?? 1, does: deedOf(draft) };
}

function deedOf(draft: DraftAction): Deed {
  for (const verb of ENTITY_VERBS) {
    const entity = draft[verb];
    if (entity !== undefined) return { verb, entity };
  }
  if (draft.upload !== undefined) return { verb: 'upload', bytes: draft.upload };
  if (draft.download !== undefined) return { verb: 'download', bytes: draft.download };
  return { verb: 'requests', requests: (draft.sequence ?? [draft.request ?? {}]).map(requestOf) };
}

function requestOf({ method = 'GET', path = '/', headers = {}, save = {}, think, ...rest }: DraftRequest): OwnRequest {
  return { method, path, headers, save, thinkMs: milliseconds(think, 0), ...rest };
}

function thresholdOf({
  if: text = '',
  action,
  abortOnFail = false,
}: NonNullable<Draft['thresholds']>[number]): Threshold[] {
  const parsed = parseThreshold(text);
  return parsed ? [{ ...parsed, ...(action !== undefined && { action }), abortOnFail }] : [];
}
