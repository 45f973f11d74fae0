import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';
import { momentFlag } from '../moment.ts';
import { LEVELS } from '../observe/levels.ts';
import { regExpFlag } from '../reg-exp.ts';

export default class Logs extends AuroraCommand<typeof Logs> {
  static override summary = 'Show what the services have logged';
  static override description =
    'Of all services, or of those that are named; also of a fleet that is down. Times are in UTC. Without -f it ends with the last line.';
  static override examples = [
    '<%= config.bin %> logs -f',
    '<%= config.bin %> logs api-gateway --since 5m --level warn',
    '<%= config.bin %> logs --grep "status=5\\d\\d" --since 2026-01-31T12:00:00Z --until 2026-01-31T13:00:00Z',
    '<%= config.bin %> logs --json --correlation-id 0193f0a2-6c1e-7d9b-a1d2-2f8f6f1f0c55',
  ];
  static override strict = false;
  static override usage = 'logs [SERVICE...] [flags]';
  static override flags = {
    runtime: runtimeFlag(),
    service: Flags.string({
      char: 's',
      description: 'only of this service, repeatable [default: all]',
      multiple: true,
      multipleNonGreedy: true,
    }),
    level: Flags.option({
      options: LEVELS,
      description: 'only this level and above; what is no log line, such as a crash, is shown at any',
      default: 'debug',
    })(),
    'correlation-id': Flags.string({ description: 'only of this piece of work', helpValue: 'ID' }),
    grep: regExpFlag({ description: 'only lines whose message or a member, as name=value, matches' }),
    since: momentFlag({ description: 'only lines from then on' }),
    until: momentFlag({ description: 'only lines up to then', exclusive: ['follow'] }),
    tail: Flags.integer({
      char: 'n',
      description: 'only the last so many lines of each service [default: all]',
      min: 0,
      helpValue: 'LINES',
    }),
    follow: Flags.boolean({ char: 'f', description: 'go on until Ctrl-C' }),
  };

  async run(): Promise<void> {
    const [{ logs }, { plainLog, prettyLog }, { selectLogged }] = await Promise.all([
      import('../actions/logs.ts'),
      import('../observe/pretty-log.ts'),
      import('../runtimes/select.ts'),
    ]);
    const { argv } = await this.parse(Logs);
    const fleet = await this.fleet();
    const { service = [], 'correlation-id': correlationId, level, grep, since, until, tail, follow } = this.flags;
    const services = [...new Set([...(argv as string[]), ...service])];
    const width = Math.max(...fleet.services.map(({ name }) => name.length), 'supervisor'.length);
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    const query = { services, correlationId, level, grep, tail, follow, signal: stop.signal };
    const time = { ...(since && { since }), ...(until && { until }) };
    const { runtime } = await selectLogged(fleet, this.flags.runtime);
    for await (const record of logs(fleet, runtime, { ...query, ...time })) {
      this.emit(record, () => (process.stdout.isTTY ? prettyLog(record, width) : plainLog(record)));
    }
  }
}
