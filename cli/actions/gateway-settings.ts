import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet, Service } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import { signToken } from './token.ts';

type Values = Readonly<Record<string, unknown>>;

/** How often somebody else may have changed them in between. */
const ATTEMPTS = 20;
const ANSWER_WITHIN_MS = 10_000;
const TOKEN_MS = 60_000;

/** What is in force for the gateway of the running fleet. */
export async function readGatewaySettings(fleet: Fleet, status: FleetStatus): Promise<Values> {
  const ask = await opened(fleet, status);
  return (await ask('GET')).body.values;
}

/**
 * Changes the live settings of the gateway, from what they are at that moment.
 * @param change called again where somebody else was quicker
 */
export async function changeGatewaySettings(
  fleet: Fleet,
  status: FleetStatus,
  change: (values: Values) => Values,
): Promise<void> {
  const ask = await opened(fleet, status);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { etag, body } = await ask('GET');
    const values = ownOf(change(body.values), body.defaults);
    if ((await ask('PUT', { etag, values })).status !== 412) return;
  }
  throw new AuroraError('settings_busy', 'The settings of the gateway change all the time.', {
    exit: 'failed',
    details: [`Somebody else was quicker, ${ATTEMPTS} times.`],
    next: 'the same again',
  });
}

/** What differs from the defaults: the others stay where a newer config puts them. */
function ownOf(values: Values, defaults: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isDeepStrictEqual(value, defaults[name])),
  );
}

interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: { readonly values: Values; readonly defaults: Values; readonly detail?: string };
}

/** config-service with a token of the developer; where there is none, the gateway with the caller's own. */
async function opened(fleet: Fleet, status: FleetStatus) {
  const gateway = requireKind(fleet, 'gateway');
  const own = process.env.AURORA_TOKEN || undefined;
  if (own === undefined && fleet.environment !== DEFAULT_ENVIRONMENT) throw tokenNeeded(fleet);
  const { name: asked } = own === undefined ? requireKind(fleet, 'config') : gateway;
  const base = status.services.find(({ name }) => name === asked)?.url;
  const wish = { subject: 'dev', scopes: ['config:read', 'config:write'], expiresInMs: TOKEN_MS };
  const authorization = `Bearer ${own ?? (await signToken(fleet, wish)).token}`;

  return async (method: 'GET' | 'PUT', change?: { etag: string; values: Values }): Promise<Answer> => {
    const answer = await fetch(`${base}/api/v1/config/${gateway.name}`, {
      method,
      headers: {
        authorization,
        ...(change && { 'if-match': change.etag, 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(change && { body: JSON.stringify({ values: change.values }) }),
    }).catch((cause: unknown) => {
      throw noAnswer(asked, cause);
    });
    const body = (await answer.json()) as Answer['body'];
    if (!answer.ok && answer.status !== 412) throw refused(asked, answer.status, body);
    return { status: answer.status, etag: answer.headers.get('etag') ?? '', body };
  };
}

function requireKind(fleet: Fleet, kind: 'gateway' | 'config'): Service {
  const service = fleet.services.find((each) => each.kind === kind);
  if (service) return service;
  throw new AuroraError(`no_${kind}`, `The fleet ${fleet.name} has no service of kind ${kind}.`, {
    exit: 'usage',
    details: ['API keys are settings of the gateway, which config-service keeps.'],
    next: `aurora add service ${kind === 'gateway' ? 'api-gateway' : 'config-service'} --kind ${kind}`,
  });
}

function tokenNeeded({ environment }: Fleet): AuroraError {
  return new AuroraError('token_needed', `Aurora signs tokens in development only, this is ${environment}.`, {
    exit: 'usage',
    details: ['A token with config:read and config:write that the gateway accepts is needed.'],
    next: 'put it into AURORA_TOKEN',
  });
}

function noAnswer(service: string, cause: unknown): AuroraError {
  return new AuroraError('no_answer', `${service} does not answer.`, {
    exit: 'notRunning',
    next: `aurora logs --service ${service}`,
    cause,
  });
}

function refused(service: string, status: number, { detail }: { readonly detail?: string }): AuroraError {
  return new AuroraError('settings_refused', `${service} refused the settings of the gateway.`, {
    exit: 'failed',
    details: [`It answered ${status}${detail ? `: ${detail}` : ''}`],
    next: `aurora logs --service ${service}`,
  });
}
