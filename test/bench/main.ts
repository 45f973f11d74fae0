import { hold, type Row } from './contest.ts';
import { Missing } from './missing.ts';
import { publish } from './report.ts';
import { ROWS } from './rows/index.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}. Rows: ${ROWS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

for (const row of ROWS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n${row.name}: ${row.measured}`);
  try {
    await measure(row);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    console.log(`  skipped: ${error.message}`);
  }
}

async function measure(row: Row): Promise<void> {
  const outcome = await hold(row, (name, value) => console.log(`  ${name.padEnd(32)} ${value.toFixed(1)} ${row.unit}`));
  const { ratio, spread, met } = outcome;
  const range = `${spread[0].toFixed(2)}–${spread[1].toFixed(2)}`;
  console.log(`  ratio ${ratio.toFixed(2)} (${range}), goal ${row.goal}: ${met ? 'met' : 'missed'}`);
  await publish(ROWS, outcome);
}
