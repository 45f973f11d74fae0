import { Args, Flags } from '../command.ts';
import { TARGET_KINDS, type TargetKind } from '../edit/target-kinds.ts';
import { EditCommand, editFlags } from '../edit-command.ts';

export default class Remove extends EditCommand<typeof Remove> {
  static override summary = 'Remove a service, an entity, a field or what else the config names';
  static override description =
    'Refuses while something refers to it, and names each place. Files that hold edits of yours stay and are told; so do migrations, tables and their rows.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> field Order note',
    '<%= config.bin %> <%= command.id %> entity Customer --cascade --dry-run',
    '<%= config.bin %> <%= command.id %> service billing-service',
  ];
  static override usage = 'remove KIND [NAME...] [flags]';
  static override args = {
    kind: Args.string({ description: 'what it is', required: true, options: TARGET_KINDS }),
    words: Args.string({
      description: 'its name; of what an entity or a service has, after the name of that',
      multiple: true,
    }),
  };
  static override flags = {
    ...editFlags,
    cascade: Flags.boolean({ description: 'remove what refers to it as well' }),
  };

  async run(): Promise<void> {
    const [{ planRemoval }, { resolveTarget }] = await Promise.all([
      import('../edit/remove.ts'),
      import('../edit/target.ts'),
    ]);
    const { kind, words = [] } = this.args;
    await this.edit('removed', async (config, ask) => {
      const target = await resolveTarget(config.outline, kind as TargetKind, words, ask);
      return planRemoval(config, target, this.flags.cascade);
    });
  }
}
