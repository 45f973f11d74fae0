import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';

export default class Down extends AuroraCommand<typeof Down> {
  static override summary = 'Stop the fleet';
  static override description = 'Leaves nothing of it running. Its data stays, unless --volumes is given.';
  static override examples = ['<%= config.bin %> down', '<%= config.bin %> down --volumes'];
  static override flags = {
    runtime: runtimeFlag(),
    volumes: Flags.boolean({ description: 'delete the data of the fleet as well' }),
  };

  async run(): Promise<void> {
    const { selectRunning } = await import('../runtimes/select.ts');
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { volumes } = this.flags;
    await runtime.down(fleet, { volumes }, this.narrator);
    this.print({ fleet: fleet.name, down: true, volumes }, () => [`${fleet.name} is down`]);
  }
}
