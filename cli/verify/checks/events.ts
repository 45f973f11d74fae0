import { eventName } from '../../config/events.ts';
import { withDatabase } from '../../events/connect.ts';
import { consumersOf } from '../../events/consumers.ts';
import { type CloudEvent, codeOf } from '../../events/fleet-code.ts';
import { consumersStatus, type ServiceEvents, servicesStatus } from '../../events/status.ts';
import { contractsOf } from '../../generate/plan/contracts/contracts.ts';
import { openTree } from '../../generate/tree.ts';
import type { Check, Target } from '../contract.ts';
import { type Place, running } from '../entry.ts';
import { compile } from '../fleet-schemas.ts';
import { CheckFailed } from '../outcome.ts';
import { missingAfter } from '../until.ts';
import { live, placesOf } from './lives.ts';

/** Within this an event is told, handled everywhere, and out of its outbox. */
const PATIENCE_MS = 10_000;
/** In an outbox, where a fleet at work always has something that waits for a moment. */
const LONGEST_WAIT_S = 5;

/**
 * What is written is told, in the form that was promised, handled by all who listen, and nothing is left lying.
 * @param patienceMs for each event to come, and then to be handled
 */
export function eventChecks(place: Place, patienceMs: number = PATIENCE_MS): Check[] {
  const places = placesOf(place);
  const told = running(place, 'domain').flatMap(({ service }) =>
    service.entities.map(
      (entity): Check => ({
        area: 'events',
        claim: `what becomes of ${entity.path} is told as events, which all who listen to them handle`,
        service: service.name,
        file: `contracts/events/${service.name}`,
        writes: true,
        run: async (target) => {
          const tell = (verb: string, subject: string) =>
            requireEvent(service.name, eventName(entity.singular, verb), subject, target, patienceMs);
          await target.events.open();
          let id = '';
          await live(`${service.name}.${entity.name}`, places, target, async ({ created }) => {
            id = String(created.id);
            await tell('created', id);
          });
          await tell('deleted', id);
        },
      }),
    ),
  );
  return [
    { area: 'events', claim: 'no consumer has given up on an event', run: requireNothingParked },
    { area: 'events', claim: 'no event waits in an outbox', run: (target) => requireSent(target, patienceMs) },
    ...told,
  ];
}

/** An event comes, is what its contract says, and takes effect wherever somebody listens. */
async function requireEvent(
  service: string,
  name: string,
  subject: string,
  target: Target,
  patienceMs: number,
): Promise<void> {
  const { fleet, events, correlationId } = target;
  const contracts = contractsOf(fleet, openTree(fleet.root));
  const contract = contracts.by(service).find(({ event }) => event.name === name);
  if (!contract) return;
  const { type, version } = contract.event;
  const event = await events.expect({ type, subject }, patienceMs);
  requireEnvelope(event, { correlationid: correlationId, source: `/${fleet.name}/${service}`, specversion: '1.0' });
  const file = contract.path(version);
  const mistakes = compile(fleet.root, contract.contract(version))(event.data);
  if (mistakes.length > 0) {
    throw new CheckFailed(`the event ${type} about ${subject} is not as ${file} says: ${mistakes.join('; ')}`, {
      where: `the event ${type}`,
      expected: file,
      found: mistakes.join('; '),
      next: 'aurora generate --check',
    });
  }
  await requireHandled(event, target, patienceMs);
}

function requireEnvelope(event: CloudEvent, wanted: Partial<CloudEvent>): void {
  for (const [name, value] of Object.entries(wanted)) {
    const found = event[name as keyof CloudEvent];
    if (found === value) continue;
    const where = `the event ${event.type} about ${event.subject}`;
    throw new CheckFailed(`${where} has ${name} ${found}, not ${value}`, {
      where,
      expected: `${name} ${value}`,
      found: `${name} ${found}`,
    });
  }
}

async function requireHandled(
  event: CloudEvent,
  { fleet, status, databases, signal }: Target,
  patienceMs: number,
): Promise<void> {
  const up = status.services.map(({ name }) => name);
  const listening = consumersOf(fleet).filter(
    ({ types, service }) => types.includes(event.type) && up.includes(service),
  );
  if (listening.length === 0) return;
  const { hasHandled } = await codeOf(fleet, 'inbox');
  const left = await databases((lent) =>
    Promise.all(
      listening.map(({ name, service }) =>
        withDatabase(fleet, lent, service, (database) =>
          missingAfter(patienceMs, signal, async () => ((await hasHandled(database, name, event)) ? null : name)),
        ),
      ),
    ),
  );
  const missing = left.filter((name) => name !== null);
  if (missing.length === 0) return;
  throw new CheckFailed(
    `${missing.join(', ')} has not handled ${event.type} about ${event.subject} within ${patienceMs} ms`,
    {
      where: missing.join(', '),
      expected: `${event.id} in its inbox`,
      found: 'nothing of it there',
      next: 'aurora events status',
    },
  );
}

async function requireNothingParked({ fleet, broker }: Target): Promise<void> {
  const parked = (await broker((lent) => consumersStatus(fleet, lent))).filter((consumer) => consumer.parked > 0);
  if (parked.length === 0) return;
  const found = parked.map((each) => `${each.consumer} ${each.parked}`).join(', ');
  throw new CheckFailed(`parked: ${found}`, { expected: 'none', found, next: 'aurora events parked' });
}

/** A fleet whose broker is just back has old events to send for a while; they have to become fewer by themselves. */
async function requireSent({ fleet, databases, signal }: Target, patienceMs: number): Promise<void> {
  const left = await missingAfter(patienceMs, signal, async () => {
    const services = await servicesStatus(fleet, { withDatabases: (_, work) => databases(work) });
    return services.flatMap(waiting).join('; ') || null;
  });
  if (left === null) return;
  throw new CheckFailed(left, { where: 'the outboxes', next: 'aurora events status' });
}

function waiting({ service, outbox, reason }: ServiceEvents): string[] {
  if (outbox === null) return [`${service}: ${reason}`];
  const { pending, dead, oldestSeconds } = outbox;
  if (dead > 0) return [`${service}: ${dead} cannot be sent`];
  return oldestSeconds > LONGEST_WAIT_S ? [`${service}: ${pending} wait, the oldest for ${oldestSeconds} s`] : [];
}
