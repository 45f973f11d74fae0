// A gateway in a process of its own, whose memory can be watched: forked with the base URL of its one upstream.
import { startGateway } from '../../../../shared/gateway/testing/index.ts';

const [, , upstream = ''] = process.argv;
const gateway = await startGateway({ instances: { things: [upstream] } });

let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10);

process.on('message', () => {
  process.send?.({ peak });
  peak = process.memoryUsage.rss();
});
process.once('disconnect', () => process.exit());
process.send?.({ url: gateway.url, authorization: gateway.authorization });
