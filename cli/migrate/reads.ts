const READ = /^(SELECT|SHOW|DESCRIBE|EXPLAIN)\b/i;
/** Of the session. */
const SETTING = /^SET\b/i;
const LEADING_COMMENTS = /^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/;
/** Functions that change what they are asked of. */
const CHANGING = /\b(setval|nextval|lo_\w+|pg_(notify|terminate_backend))\s*\(/i;

/** From its first word on. */
export function withoutLeadingComments(sql: string): string {
  return sql.replace(LEADING_COMMENTS, '');
}

/** Whether a statement changes nothing at all. */
export function isRead(sql: string): boolean {
  return READ.test(withoutLeadingComments(sql)) && !CHANGING.test(sql);
}

/** Whether a statement leaves something in the database, and is counted. */
export function isStep(sql: string): boolean {
  return !isRead(sql) && !SETTING.test(withoutLeadingComments(sql));
}
