import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';

export default class Plan extends AuroraCommand<typeof Plan> {
  static override summary = 'Say how many replicas carry a load, and what gives first';
  static override description =
    'From what one replica of each kind was measured to take: replicas, processors, memory, connections, and limits that more replicas do not lift. The figures are Aurora’s own, unless `--figures` names a file that `--measure` has written while the fleet was up.';
  static override examples = [
    '<%= config.bin %> plan --rps 50000',
    '<%= config.bin %> plan --rps 2000 --mix read=80,page=15,create=5 --json',
    '<%= config.bin %> plan --measure --out figures.json',
    '<%= config.bin %> plan --rps 50000 --figures figures.json',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    rps: Flags.integer({ description: 'arrivals a second', min: 1, max: 100_000_000 }),
    mix: Flags.string({
      description: 'what they are, spread over all entities',
      helpValue: 'read=80,create=20',
      exclusive: ['scenario'],
    }),
    scenario: Flags.string({
      description: 'what they are, as a scenario of `aurora load` has it [default: first]',
      helpValue: 'NAME',
    }),
    busy: Flags.integer({
      description: 'per cent of a replica that may be in use on average',
      default: 60,
      min: 1,
      max: 100,
    }),
    spare: Flags.integer({ description: 'replicas of each service that may be gone', default: 1, min: 0, max: 100 }),
    'database-cores': Flags.integer({
      description: 'processors of the database server',
      default: 16,
      min: 1,
      max: 1024,
    }),
    figures: Flags.string({ description: 'what a replica takes', helpValue: 'FILE' }),
    measure: Flags.boolean({ description: 'measure the running fleet first', dependsOn: ['out'] }),
    out: Flags.string({ description: 'where to write what was measured', helpValue: 'FILE', dependsOn: ['measure'] }),
    rate: Flags.integer({
      description: 'arrivals a second while it is measured',
      default: 100,
      min: 1,
      max: 100_000,
    }),
    seconds: Flags.integer({ description: 'how long each action is measured', default: 10, min: 1, max: 3600 }),
    'allow-environment': Flags.boolean({ description: 'measure also outside development' }),
  };

  async run(): Promise<void> {
    const [
      { measureReplicas, plan },
      { selectRunning },
      { linesOf },
      { abortable, withTerminalSignals },
      { AuroraError },
    ] = await Promise.all([
      import('../actions/plan.ts'),
      import('../runtimes/select.ts'),
      import('../plan/lines.ts'),
      import('../actions/terminal-signals.ts'),
      import('../errors.ts'),
    ]);
    const { rps, mix, scenario, busy, spare, figures, measure, out, rate, seconds } = this.flags;
    if (rps === undefined && !measure) {
      throw new AuroraError('no_rate', 'Say how many arrivals a second there are to be.', {
        exit: 'usage',
        next: 'aurora plan --rps 1000',
      });
    }
    const fleet = await this.fleet();
    if (measure && out !== undefined) {
      const { runtime } = await selectRunning(fleet, this.flags.runtime);
      const wish = { scenario, rate, seconds, out, allowEnvironment: this.flags['allow-environment'] };
      const measured = await withTerminalSignals((react) =>
        measureReplicas(fleet, runtime, wish, this.narrator, abortable(react)),
      );
      if (rps === undefined) {
        this.print(measured, () => [`${out} is written.`, `next: aurora plan --figures ${out} --rps 1000`]);
        return;
      }
    }
    const report = plan(fleet, {
      rps: rps as number,
      mix,
      scenario,
      figures: figures ?? out,
      busy: busy / 100,
      spare,
      databaseCores: this.flags['database-cores'],
    });
    this.print(report, () => linesOf(report));
  }
}
