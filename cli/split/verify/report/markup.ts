/** Text as it stands in HTML, attributes included; what no screen shows is spelt. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

export function section(title: string, content: string, about = ''): string {
  return `<section><h2>${title}</h2>${about && `<p>${about}</p>`}\n${content}</section>`;
}

/** @param numeric which columns stand to the right */
export function tableOf(
  heads: readonly string[],
  lines: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): string {
  const cell = (tag: 'th' | 'td') => (text: string, at: number) =>
    `<${tag}${numeric.includes(at) ? ' class="number"' : ''}>${text}</${tag}>`;
  const head = heads.length > 0 ? `<thead><tr>${heads.map(cell('th')).join('')}</tr></thead>` : '';
  const body = lines.map((line) => `<tr>${line.map(cell('td')).join('')}</tr>`).join('\n');
  return `<div class="wide"><table>${head}<tbody>${body}</tbody></table></div>`;
}

export function mark(holds: boolean): string {
  return holds
    ? '<span class="mark good" title="holds">✓</span>'
    : '<span class="mark bad" title="does not hold">✗</span>';
}

/** What becomes of rows, as parts of one line. */
export function bar(shares: readonly [migrated: number, aside: number, leftOut: number]): string {
  const all = shares.reduce((sum, each) => sum + each, 0) || 1;
  const names = ['migrated', 'aside', 'left-out'];
  const parts = shares.map(
    (share, at) => `<i class="${names[at]}" style="width:${((100 * share) / all).toFixed(2)}%"></i>`,
  );
  return `<div class="bar">${parts.join('')}</div>`;
}
