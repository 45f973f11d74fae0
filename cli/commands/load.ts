import { Args, AuroraCommand, Flags, runtimeFlag } from '../command.ts';
import { durationOf } from '../load/duration.ts';

export default class Load extends AuroraCommand<typeof Load> {
  static override summary = 'Put the running fleet under load, and say whether it holds';
  static override description =
    'Arrivals come by the clock of a scenario, load/<name>.yaml, whatever the fleet makes of them, and latencies count from the scheduled time. What was made is removed. Exits 1 when a threshold does not hold, a baseline is missed, or the generator could not keep up.';
  static override examples = [
    '<%= config.bin %> load --init',
    '<%= config.bin %> load',
    '<%= config.bin %> load steady --rate 200 --duration 30s',
    '<%= config.bin %> load --save-baseline load/baseline.json',
    '<%= config.bin %> load --baseline load/baseline.json --json',
  ];
  static override args = {
    scenario: Args.string({
      description: 'the name of a file in load/, or a path that ends in .yaml',
      default: 'first',
    }),
  };
  static override flags = {
    runtime: runtimeFlag(),
    init: Flags.boolean({ description: 'write a first scenario and run nothing' }),
    rate: Flags.integer({ description: 'so many arrivals a second, instead of the phases', min: 1, max: 1_000_000 }),
    duration: Flags.string({
      description: 'how long, instead of the phases',
      helpValue: '500ms|30s|5m',
      parse: async (text) => {
        if (durationOf(text) === undefined) throw new Error(`${text} is no duration: a number and ms, s, m or h`);
        return text;
      },
    }),
    out: Flags.string({ description: 'also write the result into this folder', helpValue: 'DIR' }),
    baseline: Flags.string({ description: 'compare with the result in this file', helpValue: 'FILE' }),
    'save-baseline': Flags.string({ description: 'keep the result in this file', helpValue: 'FILE' }),
    tolerance: Flags.integer({
      description: 'per cent by which a figure may be worse than the baseline’s',
      default: 10,
      min: 0,
      max: 1000,
    }),
    'allow-environment': Flags.boolean({ description: 'also outside development' }),
  };

  async run(): Promise<void> {
    const [{ load, initLoad }, { selectRunning }, { linesOf }, { abortable, withTerminalSignals }] = await Promise.all([
      import('../actions/load.ts'),
      import('../runtimes/select.ts'),
      import('../load/result/lines.ts'),
      import('../actions/terminal-signals.ts'),
    ]);
    const fleet = await this.fleet();
    const { init, rate, duration, out, baseline, tolerance } = this.flags;
    if (init) {
      const file = await initLoad(fleet, this.args.scenario);
      this.print({ file }, () => [`${file} is written.`, `next: aurora load ${this.args.scenario}`]);
      return;
    }
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const wish = {
      scenario: this.args.scenario,
      rate,
      durationMs: duration === undefined ? undefined : durationOf(duration),
      out,
      baseline,
      saveBaseline: this.flags['save-baseline'],
      tolerance: tolerance / 100,
      allowEnvironment: this.flags['allow-environment'],
    };
    const report = await withTerminalSignals((react) => load(fleet, runtime, wish, this.narrator, abortable(react)));
    this.print(report, () => linesOf(report));
    if (report.stopped === 'interrupted') this.exitWith('interrupted');
    else if (!report.passed) this.exitWith('failed');
  }
}
