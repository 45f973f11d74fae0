import type { Difference } from '../../../schema/compare/contract.ts';
import type { Dialect } from '../../dialect.ts';

/** The statements that give a login the rights that it should have, and no others. */
export function repairRights({ table, found, wanted }: Difference, login: string, dialect: Dialect): string {
  const [has, should] = [found, wanted].map((rights) => rights?.split(', ') ?? []) as [string[], string[]];
  const quote = (name: string) => (dialect === 'postgres' ? `"${name}"` : `\`${name}\``);
  const who = dialect === 'postgres' ? quote(login) : `${quote(login)}@\`%\``;
  const everything = dialect === 'postgres' ? 'SCHEMA public' : '*';
  const on = table === null ? everything : quote(table);
  const isOfRows = (right: string) => right !== 'OWNERSHIP' && right !== 'USAGE OF SEQUENCE';
  const tooMuch = has.filter((right) => isOfRows(right) && !should.includes(right));
  const tooLittle = should.filter((right) => isOfRows(right) && !has.includes(right));
  return [
    // PostgreSQL's owner of a table may do everything with it.
    ...(has.includes('OWNERSHIP') ? [`ALTER TABLE ${on} OWNER TO CURRENT_USER;`] : []),
    ...(tooMuch.length > 0 ? [`REVOKE ${tooMuch.join(', ')} ON ${on} FROM ${who};`] : []),
    ...(tooLittle.length > 0 ? [`GRANT ${tooLittle.join(', ')} ON ${on} TO ${who};`] : []),
    ...(should.includes('USAGE OF SEQUENCE') && !has.includes('USAGE OF SEQUENCE')
      ? [`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${who};`]
      : []),
  ].join(' ');
}
