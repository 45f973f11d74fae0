import type { Row } from '../contest.ts';
import { cliStatus, cliVersion } from './cli.ts';
import { deployCutover, deployLoss, deployRollback, deployWhole } from './deploy.ts';
import { dockerUpAgain, dockerUpCold } from './docker-up.ts';
import { eventsEmbeddedLatency, eventsLatency, eventsRelayed } from './events.ts';
import { eventsIdle } from './events-idle.ts';
import { download, filesMemory, upload } from './files.ts';
import { gateway, gatewayByHand, gatewayCpu } from './gateway.ts';
import { gatewayCores } from './gateway-cores.ts';
import { gatewayLatency } from './gateway-latency.ts';
import { gatewayBesideWatt } from './gateway-watt.ts';
import { generateAgain, generateCold, generateMemory } from './generate.ts';
import { installPackages, installSize } from './install.ts';
import { memory } from './memory.ts';
import { observe, observeCpu, observeTracing, observeTracingCpu } from './observe.ts';
import { restartOne } from './restart.ts';
import { serviceRead, serviceWrite } from './service.ts';
import { servicePage } from './service-page.ts';
import { split } from './split.ts';
import { swarmOverlay, swarmReplicas, swarmReplicasUnbound } from './swarm.ts';
import { up, upBesideWatt, upFirst } from './up.ts';

/** In the order of the numbers that Aurora is judged by. */
export const ROWS: readonly Row[] = [
  up,
  upBesideWatt,
  upFirst,
  restartOne,
  cliVersion,
  cliStatus,
  dockerUpAgain,
  dockerUpCold,
  deployWhole,
  deployCutover,
  deployRollback,
  deployLoss,
  swarmOverlay,
  swarmReplicas,
  swarmReplicasUnbound,
  gateway,
  gatewayByHand,
  gatewayCpu,
  gatewayBesideWatt,
  gatewayLatency,
  gatewayCores,
  serviceRead,
  servicePage,
  serviceWrite,
  upload,
  download,
  filesMemory,
  eventsRelayed,
  eventsLatency,
  eventsEmbeddedLatency,
  eventsIdle,
  observe,
  observeCpu,
  observeTracing,
  observeTracingCpu,
  generateCold,
  generateMemory,
  generateAgain,
  memory,
  installSize,
  installPackages,
  split,
];
