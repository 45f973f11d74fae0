import { AuroraCommand, Flags, runtimeFlag } from '../../command.ts';

export default class EventsTail extends AuroraCommand<typeof EventsTail> {
  static override summary = 'Show events as they are published';
  static override description =
    'From now on until Ctrl-C, a line each; with --json the whole event. Nobody handles one event less for it.';
  static override examples = [
    '<%= config.bin %> events tail',
    '<%= config.bin %> events tail --type "*.order.created.*"',
    '<%= config.bin %> events tail --consumer orders-service.references --json',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    consumer: Flags.string({ description: 'only what this consumer handles', helpValue: 'NAME' }),
    type: Flags.string({ description: 'only of these types; * stands for any text', helpValue: 'PATTERN' }),
    subject: Flags.string({ description: 'only of this resource', helpValue: 'ID' }),
    'correlation-id': Flags.string({ description: 'only of this piece of work', helpValue: 'ID' }),
  };

  async run(): Promise<void> {
    const [{ tailEvents }, { prettyEvent }, { selectRunning }] = await Promise.all([
      import('../../actions/events/tail.ts'),
      import('../../events/pretty-event.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { consumer, type, subject, 'correlation-id': correlationId } = this.flags;
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    await tailEvents(
      fleet,
      runtime,
      { consumer, type, subject, correlationId },
      (event) => this.emit(event, () => prettyEvent(event)),
      stop.signal,
      () => this.narrator.info('waiting for events; Ctrl-C ends it'),
    );
  }
}
