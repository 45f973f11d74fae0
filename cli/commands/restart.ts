import { Args, AuroraCommand, runtimeFlag } from '../command.ts';

export default class Restart extends AuroraCommand<typeof Restart> {
  static override summary = 'Restart one service or all';
  static override description = 'Returns when they are ready again; all go in the order of their dependencies.';
  static override examples = ['<%= config.bin %> restart api-gateway', '<%= config.bin %> restart'];
  static override args = { service: Args.string({ description: 'which [default: all]' }) };
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ requireRunning, requireServices }, { selectRunning }] = await Promise.all([
      import('../actions/running.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const names = this.args.service ? [this.args.service] : [];
    requireServices(fleet, names);
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { services } = await requireRunning(fleet, runtime);
    const chosen = names.length > 0 ? names : services.map(({ name }) => name);
    await runtime.restart(fleet, chosen, this.narrator);
    this.print({ restarted: chosen }, () => [`restarted ${chosen.join(', ')}`]);
  }
}
