import { Args, AuroraCommand, Flags, runtimeFlag } from '../command.ts';
import { momentFlag } from '../moment.ts';

export default class Trace extends AuroraCommand<typeof Trace> {
  static override summary = 'Show what a request did, in all services and over events';
  static override description =
    'A tree from the log lines of requests and handled events, so it needs no tracing; where spans are sampled into the log they are in it too. Warnings and errors stand below what they belong to.';
  static override examples = [
    '<%= config.bin %> trace 0193f0a2-6c1e-7d9b-a1d2-2f8f6f1f0c55',
    '<%= config.bin %> trace 0193f0a2-6c1e-7d9b-a1d2-2f8f6f1f0c55 --lines',
    '<%= config.bin %> trace my-first --since 5m --json',
  ];
  static override args = {
    'correlation-id': Args.string({
      description: 'X-Correlation-Id of the answer, correlationId of the error',
      required: true,
    }),
  };
  static override flags = {
    runtime: runtimeFlag(),
    lines: Flags.boolean({ description: 'show all lines, not only warnings and errors' }),
    since: momentFlag({ description: 'only from then on: the logs before are not looked at' }),
  };

  async run(): Promise<void> {
    const [{ trace }, { traceText }, { traceTitle }, { paint }, { selectLogged }] = await Promise.all([
      import('../actions/trace.ts'),
      import('../observe/trace/text.ts'),
      import('../observe/trace/title.ts'),
      import('../narrators/paint.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectLogged(fleet, this.flags.runtime);
    const story = await trace(fleet, runtime, this.args['correlation-id'], this.flags.since);
    const { roots, lines } = story;
    const { columns, isTTY } = process.stdout;
    const options = { columns: isTTY ? columns : undefined, paint: paint(process.stdout), allLines: this.flags.lines };
    this.print(story, () => [traceTitle(story), '', ...traceText(roots, lines, options)]);
    if (story.truncated) this.narrator.warn(`only its first ${lines.length} lines were looked at`);
  }
}
