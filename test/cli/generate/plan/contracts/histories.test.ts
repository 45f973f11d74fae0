import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainService, Field, Fleet } from '../../../../../cli/config/model.ts';
import type { AuroraError } from '../../../../../cli/errors.ts';
import { contractsOf } from '../../../../../cli/generate/plan/contracts/contracts.ts';
import type { Proposal } from '../../../../../cli/generate/proposal.ts';
import { mistakesBy } from '../../../../../shared/app/index.ts';
import { LONG } from '../../../../support/long.ts';
import { domain, entity, fleetOf, string } from '../../support/fleet.ts';
import { Workspace } from '../../support/workspace.ts';

const RUNS = LONG ? 400 : 20;
const EVENTS = 'contracts/events/order-service';
const TEMPLATES = {
  'fleet/contracts/asyncapi.json.hbs': '{{asyncapi}}',
  'service/contracts/events/__service__/__event__.json.hbs': '{{contract}}',
  'domain/services/__service__/src/upcasters/__upcaster__.ts.hbs':
    '{{#if upcaster.derived}}{{literal upcaster.dropped}}{{/if}}\n',
};

const base = (name: string, required: boolean) => ({ name, column: name, required, unique: false });
/** What a field may be; each another promise. */
const KINDS: readonly ((name: string) => Field)[] = [
  ...[true, false].flatMap((required) => [
    (name: string): Field => string(name, { required }),
    (name: string): Field => string(name, { required, maxLength: 9 }),
    (name: string): Field => string(name, { required, pattern: '^[a-z]{3}$' }),
    (name: string): Field => ({ ...base(name, required), type: 'integer', min: 3, max: 5 }),
    (name: string): Field => ({ ...base(name, required), type: 'enum', values: ['x', 'y'] }),
    (name: string): Field => ({ ...base(name, required), type: 'enum', values: ['y', 'z', 'x'] }),
    (name: string): Field => ({ ...base(name, required), type: 'json' }),
    (name: string): Field => ({ ...base(name, required), type: 'date', min: '2000-01-01' }),
  ]),
];

/** Of each of the fields its kind; absent: it is not there. */
const configs = fc.array(
  fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat(KINDS.length - 1), { maxKeys: 3, noNullPrototype: true }),
  { minLength: 2, maxLength: 6 },
);

function fleetFor(root: string, kinds: Readonly<Record<string, number>>, eventVersion: number): Fleet {
  const fields = Object.entries(kinds).map(([name, kind]) => (KINDS[kind] as (name: string) => Field)(name));
  const listener: DomainService = {
    ...domain('crm'),
    subscribers: [
      { name: 'greet', file: 'greet', to: [{ service: 'order-service', entity: 'Order', event: 'created' }] },
    ],
  };
  return fleetOf(root, domain('order-service', { ...entity('Order', ...fields), eventVersion }), listener);
}

it('whatever is changed: earlier versions stay, and all that was ever sent in one matches its contract', () => {
  fc.assert(
    fc.property(configs, (history) => {
      using space = new Workspace(TEMPLATES);
      const sent = new Map<number, object[]>();
      const written = new Map<string, string>();
      let version = 1;
      for (const kinds of history) {
        const asked = proposed(space, fleetFor(space.root, kinds, version));
        if (!asked) continue;
        version = asked.breaks[0]?.next ?? version;
        const fleet = fleetFor(space.root, kinds, version);
        expect(space.generate(fleet).breaks).toEqual([]);
        expect(space.propose(fleet)).toMatchObject({ changes: [], record: [] });

        const examples = examplesOf(fleet);
        sent.set(version, [...(sent.get(version) ?? []), ...examples]);
        for (const [path, text] of written) {
          if (!path.endsWith(`.v${version}.json`)) expect(space.read(path)).toBe(text);
        }
        for (const path of space.files().filter((file) => file.startsWith(EVENTS))) written.set(path, space.read(path));
      }
      for (const [of, events] of sent) {
        expect(events.flatMap(mistakesWithin(space, of))).toEqual([]);
        if (of === version) continue;
        // What needs no upcaster is right, but for what is dropped.
        const dropped = space.tree.read(`services/crm/src/upcasters/order-service.order.v${of}.ts`)?.match(/'\w+'|\[/g);
        if (!dropped) continue;
        const kept = events.map((event) => Object.entries(event).filter(([name]) => !dropped.includes(`'${name}'`)));
        expect(kept.map(Object.fromEntries).flatMap(mistakesWithin(space, of + 1))).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
});

/** Undefined: a column cannot become that. */
function proposed(space: Workspace, fleet: Fleet): Proposal | undefined {
  try {
    return space.propose(fleet);
  } catch (error) {
    if ((error as AuroraError).code === 'type_change') return undefined;
    throw error;
  }
}

/** As a service of that config sends it: with all that it may have, and with as little. */
function examplesOf(fleet: Fleet): object[] {
  const { event } = contractsOf(fleet, { list: () => [], read: () => null }).of('order-service', 'order.created');
  const full = event.example as Record<string, unknown>;
  const [{ entities }] = fleet.services as [DomainService];
  const fields = entities.flatMap((each) => each.fields);
  const empty = fields.filter(({ required }) => !required).map(({ name }) => [name, null] as const);
  return [full, { ...full, ...Object.fromEntries(empty) }];
}

function mistakesWithin(space: Workspace, version: number) {
  // Each is compiled anew, and a compiler knows an id once.
  const { $id: _, ...contract } = JSON.parse(space.read(`${EVENTS}/order.created.v${version}.json`));
  return mistakesBy(contract);
}
