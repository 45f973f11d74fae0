import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';
import type { Fleet } from '../config/model.ts';
import { duration } from '../narrators/duration.ts';
import type { LogRecord } from '../observe/log-record.ts';
import type { RunningFleet, Runtime, UpOptions } from '../runtimes/contract.ts';
import { table } from '../table.ts';

export default class Up extends AuroraCommand<typeof Up> {
  static override summary = 'Start the fleet: databases, migrations, services, seeds';
  static override description =
    'Starts what does not run and restarts what has changed; services that are named come with what they depend on. Stays in front and shows the logs until Ctrl-C, which stops the fleet. With -d it returns when all is ready.';
  static override examples = [
    '<%= config.bin %> up',
    '<%= config.bin %> up -d',
    '<%= config.bin %> up --watch',
    '<%= config.bin %> up api-gateway --dry-run',
  ];
  static override strict = false;
  static override usage = 'up [SERVICE...] [flags]';
  static override flags = {
    runtime: runtimeFlag(),
    detach: Flags.boolean({ char: 'd', description: 'return when all is ready, and leave the fleet running' }),
    isolated: Flags.boolean({ description: 'use a block of ports of its own, the same in every run' }),
    watch: Flags.boolean({ description: 'restart a service when its code changes' }),
    'dry-run': Flags.boolean({ description: 'only show what would be done, and why' }),
    seed: Flags.boolean({ description: 'create the rows to begin with, in development', allowNo: true, default: true }),
    migrate: Flags.boolean({ description: 'apply pending migrations; in development they always are' }),
  };

  async run(): Promise<void> {
    const started = performance.now();
    const { selectRuntime } = await import('../runtimes/select.ts');
    const fleet = await this.fleet();
    const selected = await selectRuntime(fleet, this.flags.runtime);
    const options = await this.#options(fleet);
    if (this.flags['dry-run']) return this.#showPlan(fleet, selected.runtime, options);

    // All of it now: between `up` and what stays in front there is no moment at which a Ctrl-C means nothing.
    const [{ up }, { stayInFront }, { abortable, withTerminalSignals }, { prettyLog }] = await Promise.all([
      import('../actions/up.ts'),
      import('../actions/front.ts'),
      import('../actions/terminal-signals.ts'),
      import('../observe/pretty-log.ts'),
    ]);
    const width = Math.max(...fleet.services.map(({ name }) => name.length), 'supervisor'.length);
    const show = (record: LogRecord) => this.emit(record, () => prettyLog(record, width));
    await withTerminalSignals(async (react) => {
      const running = await up(fleet, selected, { ...options, signal: abortable(react) }, this.narrator);
      this.#showStatus(running, started);
      if (options.detach) return;
      this.narrator.info(running.joined ? 'Ctrl-C leaves it running' : 'Ctrl-C stops it');
      await stayInFront(fleet, selected.runtime, running, performance.now() - started, react, show);
    });
  }

  async #options(fleet: Fleet): Promise<UpOptions> {
    const { argv } = await this.parse(Up);
    const { detach, isolated, watch, seed, migrate } = this.flags;
    const development = fleet.environment === 'development';
    return {
      services: argv as string[],
      detach,
      // Only where it is said: oclif gives undefined otherwise, whatever its type is.
      ...(isolated && { isolated }),
      watch,
      seed: seed && development,
      migrate: migrate || development,
    };
  }

  async #showPlan(fleet: Fleet, runtime: Runtime, options: UpOptions): Promise<void> {
    const { planUp } = await import('../actions/up.ts');
    const plan = await planUp(fleet, runtime, options);
    this.print(plan, () =>
      table(
        ['STEP', 'BECAUSE'],
        plan.steps.map(({ title, because }) => [title, because]),
      ),
    );
  }

  #showStatus({ status, joined }: RunningFleet, started: number): void {
    const rows = status.services.map(({ name, status: health, url }) => [name, health, url]);
    const end = joined ? 'ready; it was running already' : `ready in ${duration(started)}`;
    this.print(status, () => [...table(['NAME', 'STATUS', 'URL'], rows), end]);
  }
}
