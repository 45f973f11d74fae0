import { ADDITIONS, OF_CONSUMERS, OF_PROVIDERS } from './mutations.ts';
import { deployFleet, failedPairs, refusedPairs } from './support/fleet.ts';

const fleet = await deployFleet();
const names = process.argv.slice(2);
try {
  for (const m of [...OF_PROVIDERS, ...OF_CONSUMERS, ...ADDITIONS]) {
    if (names.length > 0 && !names.some((n) => m.title.includes(n))) continue;
    const t = Date.now();
    await fleet.change(m.edits);
    try {
      if (OF_CONSUMERS.includes(m)) {
        const d = await fleet.verify(m.service);
        console.log('drift', failedPairs(d));
      }
      if (OF_CONSUMERS.includes(m) || ADDITIONS.includes(m)) await fleet.record();
      const report = await fleet.verify(m.service);
      const failed = failedPairs(report).toSorted();
      console.log(
        '==',
        m.title,
        report.exitCode,
        `${Date.now() - t} ms`,
        JSON.stringify(failed) === JSON.stringify(m.breaks.toSorted()) ? 'AS EXPECTED' : 'DIFFERENT',
      );
      console.log(JSON.stringify(failed), JSON.stringify(report.problems.map((p) => p.message.slice(0, 200))));
      for (const p of report.pacts)
        for (const i of p.interactions)
          if (i.status !== 'verified')
            console.log('   ', p.consumer, p.provider, i.status, i.description, i.differences.slice(0, 3));
      for (const p of report.pacts)
        for (const x of p.problems)
          console.log('    !', p.consumer, p.provider, x.message.slice(0, 160), x.details.slice(0, 3));
      const d = await fleet.mayReplace(m.service);
      console.log('  may:', d.deployable, refusedPairs(d));
    } catch (e) {
      console.log('ERR', m.title, String(e).slice(0, 2000));
    }
    fleet.reset();
  }
} finally {
  await fleet[Symbol.asyncDispose]();
}
