import { AuroraCommand, Flags } from '../command.ts';
import { timeSpanFlag } from '../time-span.ts';

export default class Token extends AuroraCommand<typeof Token> {
  static override summary = 'Print a token for calling the running fleet';
  static override description =
    'Signs with the key that `aurora up` made for people on this machine, so it works in development only.';
  static override examples = [
    'curl -H "Authorization: Bearer $(<%= config.bin %> token)" http://127.0.0.1:8000/api/v1/…',
    '<%= config.bin %> token --scope config:read --scope registry:read --expires 15m',
    '<%= config.bin %> token --subject alice --role editor --json',
  ];
  static override flags = {
    subject: Flags.string({ description: 'who it speaks for', default: 'dev' }),
    scope: Flags.string({
      description: 'what it may do, repeatable [default: all]',
      multiple: true,
      multipleNonGreedy: true,
    }),
    role: Flags.string({
      description: 'a role that it has, repeatable [default: none]',
      multiple: true,
      multipleNonGreedy: true,
    }),
    expires: timeSpanFlag({ description: 'how long it is good for [default: 1h]' }),
  };

  async run(): Promise<void> {
    const { signToken } = await import('../actions/token.ts');
    const { subject, scope, role, expires } = this.flags;
    const token = await signToken(await this.fleet(), { subject, scopes: scope, roles: role, expiresInMs: expires });
    this.print(token, () => [token.token]);
  }
}
