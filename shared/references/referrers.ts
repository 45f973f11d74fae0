import { Problem } from '../errors/index.ts';
import type { Referrer, ServiceBase } from './contract.ts';

/**
 * Asks all referrers at once whether they still refer to a resource that is about to be deleted.
 * @throws Problem `reference_restricted` naming those that do, `references_unknown` where one cannot tell
 */
export async function requireReleased(
  base: Pick<ServiceBase, 'clientOf'>,
  referrers: readonly Referrer[],
  id: string,
): Promise<void> {
  const answers = await Promise.allSettled(referrers.map((referrer) => refers(base, referrer, id)));
  const holders = referrers.filter((_, index) => {
    const answer = answers[index];
    return answer?.status === 'fulfilled' && answer.value;
  });
  if (holders.length > 0) throw restricted(holders);
  const unknown = answers.findIndex(({ status }) => status === 'rejected');
  if (unknown >= 0)
    throw cannotTell(referrers[unknown] as Referrer, (answers[unknown] as PromiseRejectedResult).reason);
}

async function refers(base: Pick<ServiceBase, 'clientOf'>, referrer: Referrer, id: string): Promise<boolean> {
  const { service, path, field } = referrer;
  const { status, body } = await base.clientOf(service).request<{ items: unknown[] }>({
    method: 'GET',
    path: `${path}?filter%5B${field}%5D=${id}&limit=1`,
  });
  if (status !== 200) throw new Error(`${service} answered GET ${path} with status ${status}`);
  return body.items.length > 0;
}

function restricted(holders: readonly Referrer[]): Problem {
  const told = holders.map(({ nouns, service, field }) => `${nouns} of ${service} (${field})`).join(', ');
  return new Problem('reference_restricted', {
    detail: `It is still referenced by ${told}.`,
    extensions: { referrers: holders.map(({ service, path, field }) => ({ service, path, field })) },
  });
}

function cannotTell({ service }: Referrer, cause: unknown): Problem {
  return new Problem('references_unknown', {
    detail: `${service} cannot be asked whether it still refers to this. Nothing was deleted; try again in a moment.`,
    headers: { 'retry-after': '1' },
    cause,
  });
}
