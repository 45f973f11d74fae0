const READ = /^(SELECT|SHOW|DESCRIBE|EXPLAIN)\b/i;
const LEADING_COMMENTS = /^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/;
/** Functions that change what they are asked of. */
const CHANGING = /\b(setval|nextval|lo_\w+|pg_(notify|terminate_backend))\s*\(/i;

/** Whether a statement changes nothing that stays. */
export function isRead(sql: string): boolean {
  const statement = sql.replace(LEADING_COMMENTS, '');
  return READ.test(statement) && !CHANGING.test(statement);
}
