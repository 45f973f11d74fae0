import { readdir, readFile } from 'node:fs/promises';
import type { Contest, Row } from '../contest.ts';
import { benchFleet } from '../fleet.ts';

/** Several heartbeats, polls and looks of every kind, the slowest of which are minutes apart and cost little. */
const SECONDS = 60;
/** `getconf CLK_TCK` on every Linux. */
const TICKS_A_SECOND = 100;
const GOAL = 2;

export const eventsIdle: Row = {
  name: 'events, idle',
  measured: `CPU of an idle fleet of five with its supervisor and PostgreSQL, over ${GOAL} % of a core`,
  unit: '% of a core',
  goal: 1,
  rounds: 2,
  settings: `Process runtime, embedded broker, relays and subscriptions running; user and system time of all its processes over ${SECONDS} s`,
  open,
};

async function open(): Promise<Contest> {
  const fleet = await benchFleet();
  const dispose = () => fleet[Symbol.asyncDispose]();
  try {
    await fleet.aurora('up', '-d');
    const supervisor = (await fleet.status()).supervisor?.pid as number;
    return {
      contenders: [
        { name: 'aurora', measure: () => load(supervisor) },
        { name: 'the goal', measure: async () => GOAL },
      ],
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Percent of a core that a process and all below it take from now on. */
async function load(root: number): Promise<number> {
  const [ticks, began] = [await ticksOf(root), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  const seconds = (performance.now() - began) / 1000;
  return (((await ticksOf(root)) - ticks) / TICKS_A_SECOND / seconds) * 100;
}

/** The CPU time of a process and all below it, also of those that have ended (utime to cstime of proc(5), stat). */
async function ticksOf(root: number): Promise<number> {
  const below = Map.groupBy(await processes(), ({ parent }) => parent);
  const sum = (pid: number): number =>
    (below.get(pid) ?? []).reduce((total, each) => total + each.ticks + sum(each.pid), 0);
  return sum(root) + ((await read(root))?.ticks ?? 0);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

async function processes(): Promise<Process[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  return (await Promise.all(pids.map(read))).filter((each) => each !== undefined);
}

/** Undefined: it has ended in the meantime. */
async function read(pid: number): Promise<Process | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // Whatever stands before may hold spaces: the name of the program.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const ticks = fields.slice(11, 15).reduce((total, each) => total + each, 0);
  return { pid, parent: fields[1] as number, ticks };
}
