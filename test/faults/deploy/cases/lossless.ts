import { expect, it } from '@jest/globals';
import { LONG } from '../../../support/long.ts';
import { type DeployedFleet, SUBJECTS } from '../support/fleet.ts';
import { booksNow, expectKept, expectNoneFailed, expectQuiet, underLoad } from '../support/held.ts';

/** Each is one deploy or rollback. */
type Turn = (deployed: DeployedFleet) => Promise<unknown>;

const everything: Turn = ({ well }) => well('deploy', '--blue-green', '--force');
const backAtOnce: Turn = ({ well }) => well('rollback');
const one =
  (service: string): Turn =>
  ({ well }) =>
    well('deploy', '--blue-green', '--force', '--service', service);

let versions = 0;
const otherCode: Turn = async ({ code, well }) => {
  await code(`app.log.info('version ${++versions} of a test');`);
  await well('deploy', '--blue-green', '--service', SUBJECTS);
};
/** From its image, for nothing of it stands any more. */
const backToTheOneBefore: Turn = async (deployed) => {
  const { well, history } = deployed;
  const [last] = history();
  const from = last?.services.find(({ service }) => service === SUBJECTS)?.from.version ?? '';
  await well('deploy', 'finish');
  await well('rollback', '--service', SUBJECTS, '--to', from);
};

/** Other code is deployed in the short form as well, by the cases of what fails. */
const SHORT: readonly Turn[] = [everything, backAtOnce];
const EACH_WAY: readonly Turn[] = [...SHORT, otherCode, backToTheOneBefore];
const TWENTY: readonly Turn[] = [
  ...EACH_WAY,
  ...['config-service', SUBJECTS, 'file-service', 'syllabus-service', 'api-gateway'].flatMap((name) => [
    one(name),
    backAtOnce,
  ]),
  ...EACH_WAY,
  everything,
  everything,
];

export function lossless(deployed: () => DeployedFleet): void {
  const turns = LONG ? TWENTY : SHORT;
  it(`${turns.length} deploys and rollbacks of a fleet that is asked all the time lose nothing`, async () => {
    const { fleet } = deployed();
    const before = await booksNow(fleet);
    const load = await underLoad(deployed(), `${turns.length} deploys and rollbacks`, async () => {
      for (const turn of turns) await turn(deployed());
    });
    expectNoneFailed(load);
    // Those who held a WebSocket were told to come again, and did.
    expect(load.socket?.closed).toBeGreaterThan(0);
    const done = deployed().history().slice(0, turns.length);
    expect(done.map(({ state }) => state)).toEqual(turns.map(() => 'done'));
    const switches = done.map(({ switchMs }) => switchMs);
    process.stdout.write(`${turns.length} deploys and rollbacks: switched in ${switches.toReversed().join(', ')} ms\n`);
    await expectKept(fleet, before, load.ledger);
    await expectQuiet(deployed());
  });
}
