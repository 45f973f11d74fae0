import { expect, it } from '@jest/globals';
import { LONG } from '../../../support/long.ts';
import { type DeployedFleet, SUBJECTS } from '../support/fleet.ts';
import { booksNow, expectKept, expectNoneFailed, expectQuiet, serving, underLoad } from '../support/held.ts';

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
const backToTheFirst: Turn = async (deployed) => {
  const { well } = deployed;
  const [first] = (await well('deploy', 'history', '--limit', '1000')) as unknown as { services: ToVersion[] }[];
  const from = first?.services.find(({ service }) => service === SUBJECTS)?.from.version ?? '';
  await well('deploy', 'finish');
  await well('rollback', '--service', SUBJECTS, '--to', from);
};
interface ToVersion {
  readonly service: string;
  readonly from: { readonly version: string };
}

const SHORT: readonly Turn[] = [everything, backAtOnce, otherCode, backToTheFirst];
const TWENTY: readonly Turn[] = [
  ...SHORT,
  ...['config-service', SUBJECTS, 'file-service', 'syllabus-service', 'api-gateway'].flatMap((name) => [
    one(name),
    backAtOnce,
  ]),
  ...SHORT,
  everything,
  everything,
];

export function lossless(deployed: () => DeployedFleet): void {
  const turns = LONG ? TWENTY : SHORT;
  it(`${turns.length} deploys and rollbacks of a fleet that is asked all the time lose nothing`, async () => {
    const { fleet } = deployed();
    const before = await booksNow(fleet);
    const began = await serving(deployed());
    const load = await underLoad(deployed(), `${turns.length} deploys and rollbacks`, async () => {
      for (const turn of turns) await turn(deployed());
    });
    expectNoneFailed(load);
    // Those who held a WebSocket were told to come again, and did.
    expect(load.socket?.closed).toBeGreaterThan(0);
    expect(await serving(deployed())).not.toEqual(began);
    await expectKept(fleet, before, load.ledger);
    await expectQuiet(deployed());
  });
}
