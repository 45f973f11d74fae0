import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';

export default class Rollback extends AuroraCommand<typeof Rollback> {
  static override summary = 'Bring the versions of before back, without losing a request';
  static override description =
    'At once where they still stand beside the ones that serve; later from their images, with what they ran with. Never undoes a migration. Exits 0 when they serve all requests; otherwise what served before does.';
  static override examples = [
    '<%= config.bin %> rollback',
    '<%= config.bin %> rollback --service orders-service',
    '<%= config.bin %> rollback --service orders-service --to 3f2a1b4c5d6e',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    service: Flags.string({
      description: 'only these [default: those of the last deploy]',
      multiple: true,
      helpValue: 'SERVICE',
    }),
    to: Flags.string({
      description: 'a version, or the id of a deploy [default: what was before]',
      helpValue: 'VERSION',
    }),
    reason: Flags.string({ description: 'what the history and whoever waits read', helpValue: 'TEXT' }),
  };

  async run(): Promise<void> {
    const [{ rollback }, { abortable, withTerminalSignals }, { selectRunning }, { resultLines }] = await Promise.all([
      import('../actions/deploy/rollback.ts'),
      import('../actions/terminal-signals.ts'),
      import('../runtimes/select.ts'),
      import('../deploy/lines.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { service: services = [], to, reason } = this.flags;
    const record = await withTerminalSignals((react) =>
      rollback({ fleet, runtime, narrator: this.narrator, signal: abortable(react) }, { services, to, reason }),
    );
    this.print(record, () => resultLines(record));
  }
}
