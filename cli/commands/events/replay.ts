import { AuroraCommand, Flags, runtimeFlag } from '../../command.ts';
import { AT_ONCE } from '../../events/at-once.ts';
import type { Place } from '../../events/dead-letters.ts';
import { choiceFlags, placeFlags, placeOf, tellLimit, wishOf } from '../../letter-flags.ts';

export default class EventsReplay extends AuroraCommand<typeof EventsReplay> {
  static override summary = 'Give events that were given up on another chance';
  static override description =
    'Parked ones go to their consumer alone, those of an outbox are sent again, unrouted ones go to whoever listens by now; oldest first, under their own ids. One so old that its inbox cannot tell any more whether it has taken effect is left out, unless --forgotten is given.';
  static override examples = [
    '<%= config.bin %> events replay --consumer orders-service.references',
    '<%= config.bin %> events replay --consumer orders-service.references --since 1h --dry-run',
    '<%= config.bin %> events replay --consumer orders-service.references --rate 10',
    '<%= config.bin %> events replay --outbox orders-service --id 01a20293-f272-7794-85ed-7977cd265ff9',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    ...placeFlags,
    ...choiceFlags(AT_ONCE),
    rate: Flags.integer({ description: 'at most so many a second', min: 1, exclusive: ['outbox'] }),
    forgotten: Flags.boolean({ description: 'also what the inbox has forgotten: it may take effect twice' }),
    'dry-run': Flags.boolean({ description: 'list what would go' }),
  };

  async run(): Promise<void> {
    const [{ replayEvents }, { letterTable }, { selectRunning }] = await Promise.all([
      import('../../actions/events/replay.ts'),
      import('../../events/letter-lines.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const place = placeOf(this.flags) as Place;
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { forgotten, 'dry-run': dryRun, rate: perSecond } = this.flags;
    const done = await replayEvents(fleet, runtime, place, { ...wishOf(this.flags), forgotten, dryRun, perSecond });
    const { events, replayed } = done;
    if (done.forgotten.length > 0) {
      const left = `${done.forgotten.length} left out, for the inbox has forgotten whether they have taken effect`;
      this.narrator.warn(`${left}; with --forgotten they go as well.`);
    }
    this.print({ ...done, dryRun }, () => {
      if (events.length === 0) return [done.forgotten.length === 0 ? 'nothing is parked' : 'nothing was replayed'];
      return dryRun ? letterTable(events) : [`replayed ${replayed} of ${events.length}`];
    });
    tellLimit(events.length + done.forgotten.length, this.flags, this.narrator);
    if (!dryRun && replayed < events.length) this.exitWith('failed');
  }
}
