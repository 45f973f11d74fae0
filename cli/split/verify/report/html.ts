import type { Finding, ShownRow, Verification } from '../contract.ts';
import { faultsOf, number, shown, total } from './faults.ts';
import { bar, escaped, mark, section, tableOf } from './markup.ts';
import { STYLE } from './style.ts';

/** The report as one page that needs nothing else, to be kept or handed on. */
export function page(verification: Verification): string {
  const { fleet, source, at, ms, holds } = verification;
  const faults = faultsOf(verification);
  const verdict = holds
    ? 'All of it holds'
    : `${number(faults.length)} ${faults.length === 1 ? 'thing does' : 'things do'} not hold`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(fleet)}: the split, verified</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(fleet)}: the split, verified</h1>
<p class="verdict ${holds ? 'good' : 'bad'}">${mark(holds)} ${verdict}</p>
<dl>
<div><dt>Old database</dt><dd>${escaped(source)}</dd></div>
<div><dt>Verified</dt><dd><time datetime="${at}">${at.replace('T', ' ').slice(0, 16)} UTC</time></dd></div>
<div><dt>Took</dt><dd>${(ms / 1000).toFixed(1)} s</dd></div>
<div><dt>Rows read</dt><dd>${number(verification.entities.reduce((sum, { from }) => sum + from.reduce((all, each) => all + each.source, 0), 0))}</dd></div>
</dl>
</header>
<main>
${faults.length > 0 ? section('What does not hold', faults.map(({ where, what, found }) => fault(`${where}: ${what}`, found.count, found.examples)).join('\n')) : ''}
${section('Rows', rows(verification), 'Each old row is migrated, quarantined or left out, and each is one of these. Checksums are over all rows, in any order: of what the old rows become, and of what stands in the services’ databases. Changed and created: by the services, since.')}
${section('Quarantined', aside(verification))}
${section('References', references(verification), 'Each resource that is referred to, looked up in the database of its owner.')}
${section('Copies', copies(verification), 'What services keep of resources that others own.')}
${verification.files.length > 0 ? section('Files', files(verification)) : ''}
${section('Sample', sample(verification), `${number(verification.sample.compared)} rows, chosen by the seed ${verification.sample.seed}, were read again one by one and compared field by field: ${number(verification.sample.fields)} fields. Here is one of each mapping, as it was and as it is.`)}
</main>
</body>
</html>
`;
}

function fault(title: string, count: number, examples: readonly Finding[]): string {
  const hasFields = examples.some(({ fields }) => fields !== undefined);
  const lines = examples.flatMap(({ key = '', id = '', detail, fields = [] }) => {
    const place = [escaped(key), code(id)];
    if (detail !== undefined) return [[...place, escaped(detail)]];
    return fields.map(({ field, source, target }) => [
      ...place,
      escaped(field),
      code(shown(source)),
      code(shown(target)),
    ]);
  });
  const heads = ['Old key', 'Id', 'What', ...(hasFields ? ['Should be', 'Is'] : [])];
  const more = count > lines.length && lines.length > 0 ? `<p class="note">of ${number(count)}</p>` : '';
  return `<h3>${mark(false)} ${escaped(title)}</h3>
${lines.length > 0 ? tableOf(heads, lines) : ''}${more}`;
}

function rows({ entities }: Verification): string {
  const lines = entities.flatMap(({ into, from, migrated, changed, created, checksum, holds }) =>
    from.map(({ mapping, source, leftOut, quarantined }, at) => {
      const put = total(quarantined);
      const shares = [source - leftOut - put, put, leftOut] as const;
      const own = [number(migrated), number(changed), number(created)];
      const sums = [...new Set([checksum.source, checksum.target])]
        .map((sum) => `<code class="sum">${sum}</code>`)
        .join(' ≠ ');
      return [
        `<strong>${escaped(mapping)}</strong><br><small>${escaped(into)}</small>`,
        bar(shares),
        ...[source, leftOut, put].map(number),
        ...(at === 0 ? [...own, sums, mark(holds)] : ['″', '″', '″', '″', '']),
      ];
    }),
  );
  const heads = ['Mapping', '', 'Source', 'Left out', 'Quarantined', 'Migrated', 'Changed', 'Created', 'Checksum', ''];
  return `${tableOf(heads, lines, [2, 3, 4, 5, 6, 7])}
<p class="note legend"><i class="migrated"></i> migrated <i class="aside"></i> quarantined <i class="left-out"></i> left out</p>`;
}

function aside({ entities }: Verification): string {
  const lines = entities.flatMap(({ from }) =>
    from.map(({ mapping, quarantined }) => {
      const reasons = Object.entries(quarantined).toSorted(([, a], [, b]) => b - a);
      const counted = reasons.map(([reason, count]) => `<span class="reason">${code(reason)} ${number(count)}</span>`);
      return [`<strong>${escaped(mapping)}</strong>`, number(total(quarantined)), counted.join(' ')];
    }),
  );
  return tableOf(['Mapping', 'Rows', 'Of them'], lines, [1]);
}

function references({ references }: Verification): string {
  const lines = references.map(({ service, entity, field, target, checked, dangling, holds }) => [
    `${escaped(service)}<br><strong>${escaped(entity)}.${escaped(field)}</strong>`,
    escaped(target),
    ...[checked, dangling.count].map(number),
    mark(holds),
  ]);
  return lines.length > 0
    ? tableOf(['Field', 'Leads to', 'Checked', 'Nowhere', ''], lines, [2, 3])
    : '<p>The fleet has none.</p>';
}

function copies({ copies }: Verification): string {
  const lines = copies.map(({ service, target, checked, behind, absent, different, holds }) => [
    escaped(service),
    escaped(target),
    ...[checked, different.count, behind, absent].map(number),
    mark(holds),
  ]);
  const heads = ['Service', 'Copies of', 'Checked', 'Different', 'Behind', 'Not copied', ''];
  return lines.length > 0 ? tableOf(heads, lines, [2, 3, 4, 5]) : '<p>The fleet has none.</p>';
}

function files({ files }: Verification): string {
  const lines = files.map(({ service, checked, bytes, missing, damaged, holds }) => [
    escaped(service),
    ...[checked, bytes, missing.count, damaged.count].map(number),
    mark(holds),
  ]);
  return tableOf(['Service', 'Read', 'Bytes', 'Missing', 'Damaged', ''], lines, [1, 2, 3, 4]);
}

function sample({ sample }: Verification): string {
  return sample.shown.map(pair).join('\n');
}

function pair({ mapping, into, key, id, source, target }: ShownRow): string {
  const side = (title: string, values: ShownRow['source']) =>
    `<div><h4>${title}</h4>${tableOf(
      [],
      Object.entries(values).map(([name, value]) => [
        escaped(name),
        value === null ? '<em>null</em>' : code(shown(value)),
      ]),
    )}</div>`;
  return `<div class="pair">${side(`${escaped(mapping)} ${escaped(key)}`, source)}${side(`${escaped(into)} ${escaped(id)}`, target)}</div>`;
}

const code = (text: string): string => (text === '' ? '' : `<code>${escaped(text)}</code>`);
