import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';
import { timeSpanFlag } from '../time-span.ts';

export default class Logs extends AuroraCommand<typeof Logs> {
  static override summary = 'Show what the services have logged';
  static override description = 'With --json one object a line. Without -f it ends with the last line.';
  static override examples = [
    '<%= config.bin %> logs -f',
    '<%= config.bin %> logs --service api-gateway --since 5m',
    '<%= config.bin %> logs --json --correlation-id 0193f0a2-6c1e-7d9b-a1d2-2f8f6f1f0c55',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    service: Flags.string({
      char: 's',
      description: 'only of this service, repeatable [default: all]',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'correlation-id': Flags.string({ description: 'only of this piece of work', helpValue: 'ID' }),
    since: timeSpanFlag({ description: 'only lines younger than this' }),
    follow: Flags.boolean({ char: 'f', description: 'go on until Ctrl-C' }),
  };

  async run(): Promise<void> {
    const [{ logs }, { prettyLog }, { selectRunning }] = await Promise.all([
      import('../actions/logs.ts'),
      import('../observe/pretty-log.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { service: services = [], 'correlation-id': correlationId, since: sinceMs, follow } = this.flags;
    const width = Math.max(...fleet.services.map(({ name }) => name.length));
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    for await (const record of logs(fleet, runtime, {
      services,
      correlationId,
      sinceMs,
      follow,
      signal: stop.signal,
    })) {
      this.emit(record, () => prettyLog(record, width));
    }
  }
}
