import { AuroraCommand, Flags, runtimeFlag } from '../../command.ts';
import { timeSpanFlag } from '../../time-span.ts';

export default class KeyCreate extends AuroraCommand<typeof KeyCreate> {
  static override summary = 'Make an API key that the gateway accepts';
  static override description =
    'Prints the key once: the fleet keeps its hash alone. It is good from now on, without a restart. Outside development, AURORA_TOKEN has to hold a token with config:read and config:write.';
  static override examples = [
    'curl -H "X-API-Key: $(<%= config.bin %> key create --subject reports --scope orders:read)" http://127.0.0.1:8000/api/v1/orders',
    '<%= config.bin %> key create --subject reports --scope orders:read --scope items:read --expires 90d',
    '<%= config.bin %> key create --subject partner --scope orders:write --role partner --json',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    subject: Flags.string({ description: 'who it speaks for', required: true }),
    scope: Flags.string({
      description: 'what it may do, repeatable',
      required: true,
      multiple: true,
      multipleNonGreedy: true,
    }),
    role: Flags.string({
      description: 'a role that it has, repeatable [default: none]',
      multiple: true,
      multipleNonGreedy: true,
    }),
    expires: timeSpanFlag({ description: 'how long it is good for [default: until it is revoked]' }),
  };

  async run(): Promise<void> {
    const [{ createKey }, { requireRunning }, { selectRunning }] = await Promise.all([
      import('../../actions/api-keys.ts'),
      import('../../actions/running.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { subject, scope: scopes, role: roles, expires: expiresInMs } = this.flags;
    const created = await createKey(fleet, await requireRunning(fleet, runtime), {
      subject,
      scopes,
      roles,
      expiresInMs,
    });
    this.print(created, () => [created.key]);
    this.narrator.info(`its id is ${created.id}; nobody can show the key again`);
  }
}
