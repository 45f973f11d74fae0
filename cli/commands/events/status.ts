import { AuroraCommand, runtimeFlag } from '../../command.ts';

export default class EventsStatus extends AuroraCommand<typeof EventsStatus> {
  static override summary = 'Show where events wait, and for how long';
  static override description =
    'Of each service the events that it has yet to send, the age of the oldest, those that the broker refused for good (dead) and the handled ones that its inbox remembers; of each consumer what waits for it, waits for its next attempt, or is parked, and how many processes consume. Exits 1 where the broker or a database does not tell.';
  static override examples = ['<%= config.bin %> events status', '<%= config.bin %> events status --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ eventsStatus }, { statusLines }, { selectRunning }] = await Promise.all([
      import('../../actions/events/status.ts'),
      import('../../events/status-lines.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const status = await eventsStatus(fleet, runtime);
    this.print(status, () => statusLines(status));
    if (status.broker.away !== null || status.services.some(({ outbox }) => outbox === null)) this.exitWith('failed');
  }
}
