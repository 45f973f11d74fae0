import { standardEvents } from '../../../config/events.ts';
import type { DomainService, Fleet } from '../../../config/model.ts';
import { camelCase } from '../../../config/names.ts';
import { consumedBy } from '../contracts/consumed.ts';
import type { Contracts, EventContracts } from '../contracts/contracts.ts';
import { fits } from '../contracts/fits.ts';
import { type Member, membersOf } from '../contracts/members.ts';

/** What a template sees of an upcaster: how events of one version become such of the next that there is. */
export interface UpcasterView {
  /**
   * `bank-service.account.money-transferred.v1`; of an entity's standard events `bank-service.account.v1`; to another version
   * than the next one `bank-service.account.v1-to-v3`: its file.
   */
  readonly file: string;
  /** `bankServiceAccountMoneyTransferredV1` */
  readonly variable: string;
  /** Of the version that it makes. */
  readonly to: number;
  /** The events that it is for: they carry the same. */
  readonly events: readonly { readonly from: string; readonly to: string }[];
  readonly before: readonly Member[];
  readonly after: readonly Member[];
  /** Contracts of one of the events, as files of the fleet. */
  readonly contracts: { readonly before: string; readonly after: string };
  /** Whether nothing is to be written: what the earlier version carries is right for the later one, but for what is dropped. */
  readonly derived: boolean;
  /** Names of what the later version does not carry; it may get another meaning there one day. */
  readonly dropped: readonly string[];
}

export function viewUpcasters(service: DomainService, fleet: Fleet, contracts: Contracts): readonly UpcasterView[] {
  const consumed = new Set(consumedBy(service, fleet, contracts).flatMap(({ events }) => events));
  const steps = [...consumed].flatMap(stepsOf);
  return [...Map.groupBy(steps, ({ file }) => file)]
    .map(([, [step, ...others]]) => viewUpcaster(step as Step, others))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
    .map((upcaster, _, all) => ({ ...upcaster, variable: variableOf(upcaster, all) }));
}

/** `order.LineItem` and `order-line.Item` come to the same in camelCase. */
function variableOf({ file, variable }: UpcasterView, all: readonly UpcasterView[]): string {
  const isShared = all.some((other) => other.file !== file && other.variable === variable);
  return isShared ? file.split('.').map(camelCase).join('_') : variable;
}

interface Step {
  readonly file: string;
  readonly of: EventContracts;
  readonly from: number;
  readonly to: number;
}

function stepsOf(of: EventContracts): Step[] {
  const { service, name } = of.event;
  const isStandard = standardEvents('domain').some((verb) => name.endsWith(`.${verb}`));
  const subject = `${service}.${isStandard ? name.slice(0, name.lastIndexOf('.')) : name}`;
  return of.versions.slice(1).map((to, index) => {
    const from = of.versions[index] as number;
    return { file: `${subject}.v${from}${to === from + 1 ? '' : `-to-v${to}`}`, of, from, to };
  });
}

function viewUpcaster(step: Step, others: readonly Step[]): UpcasterView {
  const { file, of, from, to } = step;
  const [before, after] = [of.contract(from), of.contract(to)];
  return {
    file,
    variable: camelCase(file),
    to,
    events: [step, ...others].map((each) => ({
      from: each.of.event.typeOf(each.from),
      to: each.of.event.typeOf(each.to),
    })),
    before: membersOf(before),
    after: membersOf(after),
    contracts: { before: of.path(from), after: of.path(to) },
    derived: fits(before, after),
    dropped: Object.keys(before.properties).filter((name) => !(name in after.properties)),
  };
}
