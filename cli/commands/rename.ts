import { Args, Flags } from '../command.ts';
import { TARGET_KINDS, TARGETS, type TargetKind } from '../edit/target-kinds.ts';
import { EditCommand, editFlags } from '../edit-command.ts';

export default class Rename extends EditCommand<typeof Rename> {
  static override summary = 'Give a service, an entity, a field or what else the config names another name';
  static override description =
    'References and environments follow, and so do your files, with your edits. What was in a table or a column stays in it: a migration renames it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> field Order total sum',
    '<%= config.bin %> <%= command.id %> entity Customer Client --dry-run',
    '<%= config.bin %> <%= command.id %> service billing-service invoice-service',
  ];
  static override usage = 'rename KIND [NAME... [NEW-NAME]] [flags]';
  static override args = {
    kind: Args.string({ description: 'what it is', required: true, options: TARGET_KINDS }),
    words: Args.string({
      description: 'its name, as remove takes it, and the new one',
      multiple: true,
    }),
  };
  static override flags = {
    ...editFlags,
    plural: Flags.string({ description: 'of an entity [default: derived from its name, or as it was given]' }),
  };

  async run(): Promise<void> {
    const [{ planRename }, { need }, { resolveTarget }] = await Promise.all([
      import('../edit/rename.ts'),
      import('../edit/questions.ts'),
      import('../edit/target.ts'),
    ]);
    const kind = this.args.kind as TargetKind;
    const words = this.args.words ?? [];
    const { length } = TARGETS[kind];
    await this.edit('renamed', async (config, ask) => {
      const target = await resolveTarget(config.outline, kind, words.slice(0, length), ask);
      const name = await need(words[length], 'The new name', ask, (asked) => asked.text('New name'));
      return planRename(config, { target, name, plural: this.flags.plural });
    });
  }
}
