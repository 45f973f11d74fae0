import { table } from '../table.ts';
import type { Capacity, ServicePlan } from './contract.ts';
import type { Figures } from './figures/contract.ts';

type Told = Capacity & { readonly figures: Omit<Figures, 'actions' | 'memoryMb'> };

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const few = (value: number): string => (value === 0 ? '–' : value < 10 ? value.toFixed(1) : whole(value));

/** A plan for people. */
export function linesOf({ rps, mix, busy, spare, services, totals, limits, first, figures }: Told): string[] {
  const percent = Math.round(busy * 100);
  const { machine } = figures;
  return [
    `${whole(rps)} arrivals a second: ${mix.map(({ verb, service, share }) => `${percentOf(share)} ${verb} ${service}`).join(', ')}`,
    `each replica at most ${percent} % busy, and ${spare === 0 ? 'none' : spare} of each to spare`,
    '',
    ...table(
      ['service', 'replicas', 'config', 'by', 'requests/s', 'processors', 'memory', 'connections', 'config does for'],
      services.map(rowOf),
    ),
    '',
    `${whole(totals.replicas)} replicas, ${few(totals.cores)} processors, ${whole(totals.memoryMb / 1024)} GiB; connections: ${whole(totals.databaseConnections)} to databases (${few(totals.databaseCores)} at work at a time), ${whole(totals.brokerConnections)} to the broker${totals.cacheConnections > 0 ? `, ${whole(totals.cacheConnections)} to the cache` : ''}`,
    ...(first ? [`as the config is, ${first.service} is the first to give: at ${whole(first.at)} a second`] : []),
    '',
    ...(limits.length === 0
      ? ['no limit but that of replicas is near']
      : table(
          ['what more replicas do not lift', 'needs', 'has', 'unit', 'gives at', 'the way past it'],
          limits.map(({ what, needs, has, unit, at, lift }) => [
            `${at < rps ? '! ' : '  '}${what}`,
            few(needs),
            few(has),
            unit,
            `${whole(at)}/s`,
            lift,
          ]),
        )),
    '',
    `from figures of ${figures.fleet}, ${figures.measuredAt.slice(0, 10)}: ${machine.cores} × ${machine.cpu}, Node ${machine.node}, ${machine.database}, ${machine.runtime} runtime, ${figures.rate} arrivals a second, ${figures.traces === 0 ? 'none' : percentOf(figures.traces)} traced`,
    ...(figures.load > 1 ? ['that machine was busy otherwise: less will do'] : []),
    'another machine, another fleet: aurora plan --measure --out figures.json, then --figures figures.json',
  ];
}

function rowOf(service: ServicePlan): (string | number)[] {
  const { name, replicas, configured, because, requests, cores, memoryMb, databaseConnections, enoughFor } = service;
  return [
    name,
    replicas,
    configured,
    because,
    few(requests),
    few(cores),
    `${whole(memoryMb)} MB`,
    databaseConnections.most === 0 ? '–' : `${databaseConnections.most} (${few(databaseConnections.atWork)})`,
    enoughFor === null ? '–' : `${whole(enoughFor)}/s`,
  ];
}

function percentOf(share: number): string {
  const percent = share * 100;
  return `${percent < 10 ? percent.toFixed(1).replace(/\.0$/, '') : Math.round(percent)} %`;
}
