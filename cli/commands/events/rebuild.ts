import { AuroraCommand, Flags, runtimeFlag } from '../../command.ts';
import { printable } from '../../printable.ts';

export default class EventsRebuild extends AuroraCommand<typeof EventsRebuild> {
  static override summary = 'Make the queues of a consumer anew, with what is in them';
  static override description =
    'For queues that another version has made otherwise, of which events status tells. No process may consume meanwhile; what others publish to it waits in their outboxes. May be called again after a crash.';
  static override examples = ['<%= config.bin %> events rebuild --consumer orders-service.references'];
  static override flags = {
    runtime: runtimeFlag(),
    consumer: Flags.string({ description: 'whose queues', required: true, helpValue: 'NAME' }),
  };

  async run(): Promise<void> {
    const [{ rebuildConsumer }, { selectRunning }] = await Promise.all([
      import('../../actions/events/rebuild.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { consumer } = this.flags;
    const { drift, rebuilt } = await rebuildConsumer(fleet, runtime, consumer, this.narrator);
    this.print({ consumer, drift: drift ?? null, rebuilt }, () => [
      rebuilt
        ? `${consumer} was made anew${drift ? `: ${printable(drift)}` : ''}`
        : `${consumer} is as this version makes it`,
    ]);
  }
}
