import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';

export default class Seed extends AuroraCommand<typeof Seed> {
  static override summary = 'Create the rows that a fleet begins with';
  static override description =
    'Through the commands of the services, so that their events flow. The same rows every time: what is there stays as it is. Starts the database for the purpose if the fleet is down; rows that refer to another service need that one to run.';
  static override examples = [
    '<%= config.bin %> seed',
    '<%= config.bin %> seed --profile test --json',
    '<%= config.bin %> seed --scale 1000',
    '<%= config.bin %> seed --scale 1000 --scale Customer=50',
    '<%= config.bin %> seed --reset',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    profile: Flags.string({
      description: 'which rows: services/*/src/seeds/<profile>.ts [default: dev, unless there is a scale]',
    }),
    scale: Flags.string({
      description: 'how many rows each entity is to have, made up from its fields; or one of them',
      helpValue: 'N|ENTITY=N',
      multiple: true,
    }),
    reset: Flags.boolean({ description: 'empty all tables and queues of the fleet before' }),
    yes: Flags.boolean({ description: 'lose all rows by a reset outside development, too', dependsOn: ['reset'] }),
    'allow-production': Flags.boolean({ description: 'also in production' }),
  };

  async run(): Promise<void> {
    const [{ seed }, { selectRunning }] = await Promise.all([
      import('../actions/seed.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { profile, scale, reset, yes, 'allow-production': allowProduction } = this.flags;
    const wish = { profile, scale, reset, yes, allowProduction };
    const seeded = await seed(fleet, runtime, wish, this.narrator);
    this.print(seeded, () =>
      seeded.map(({ service, created, kept, skipped }) => {
        return `${service}: ${created} created, ${kept} kept${skipped > 0 ? `, ${skipped} left out` : ''}`;
      }),
    );
  }
}
