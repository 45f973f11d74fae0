import { AuroraCommand, Flags, runtimeFlag } from '../../command.ts';
import { AT_ONCE } from '../../events/at-once.ts';
import type { Place } from '../../events/dead-letters.ts';
import { choiceFlags, placeFlags, placeOf, tellLimit, wishOf } from '../../letter-flags.ts';

export default class EventsPurge extends AuroraCommand<typeof EventsPurge> {
  static override summary = 'Forget events that were given up on, for good';
  static override description = 'Asks before it does, and needs --yes where there is nobody to ask.';
  static override examples = [
    '<%= config.bin %> events purge --consumer orders-service.references --dry-run',
    '<%= config.bin %> events purge --consumer orders-service.references --id 01a20293-f272-7794-85ed-7977cd265ff9',
    '<%= config.bin %> events purge --consumer unrouted --yes',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    ...placeFlags,
    ...choiceFlags(AT_ONCE),
    'dry-run': Flags.boolean({ description: 'list what would go' }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<void> {
    const [{ agreement, purgeEvents }, { letterTable }, { selectRunning }] = await Promise.all([
      import('../../actions/events/purge.ts'),
      import('../../events/letter-lines.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const place = placeOf(this.flags) as Place;
    const { yes, json, 'dry-run': dryRun } = this.flags;
    const agree = dryRun ? async () => false : agreement(place, { yes, json });
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { events, purged } = await purgeEvents(fleet, runtime, place, wishOf(this.flags), agree);
    this.print({ events, purged, dryRun }, () => {
      if (events.length === 0) return ['nothing is parked'];
      return dryRun ? letterTable(events) : [`purged ${purged} of ${events.length}`];
    });
    tellLimit(events.length, this.flags, this.narrator);
    // None where somebody who was asked did not agree.
    if (purged > 0 && purged < events.length) this.exitWith('failed');
  }
}
