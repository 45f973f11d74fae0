import { Args, AuroraCommand, runtimeFlag } from '../command.ts';
import { AuroraError } from '../errors.ts';

export default class Exec extends AuroraCommand<typeof Exec> {
  static override summary = 'Run a command with the environment of a service';
  static override description = 'In the folder of the service, on this terminal. Exits as the command does.';
  static override examples = [
    '<%= config.bin %> exec orders-service -- npm test',
    '<%= config.bin %> exec orders-service -- env',
  ];
  static override usage = 'exec SERVICE [flags] -- COMMAND...';
  static override strict = false;
  static override args = { service: Args.string({ description: 'whose environment', required: true }) };
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ requireServices }, { selectRunning }] = await Promise.all([
      import('../actions/running.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { service } = this.args;
    requireServices(fleet, [service]);
    const dashes = this.argv.indexOf('--');
    const command = dashes === -1 ? [] : this.argv.slice(dashes + 1);
    if (command.length === 0) {
      throw new AuroraError('no_command', 'There is no command to run.', {
        exit: 'usage',
        next: `aurora exec ${service} -- <command>`,
      });
    }
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    process.exitCode = await runtime.exec(fleet, service, command);
  }
}
