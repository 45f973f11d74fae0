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
    'allow-production': Flags.boolean({ description: 'also in production' }),
  };

  async run(): Promise<void> {
    const [{ seed }, { selectRunning }] = await Promise.all([
      import('../actions/seed.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { profile, scale, 'allow-production': allowProduction } = this.flags;
    const seeded = await seed(fleet, runtime, { profile, scale, allowProduction }, this.narrator);
    this.print(seeded, () =>
      seeded.map(({ service, created, kept, skipped }) => {
        return `${service}: ${created} created, ${kept} kept${skipped > 0 ? `, ${skipped} left out` : ''}`;
      }),
    );
  }
}
