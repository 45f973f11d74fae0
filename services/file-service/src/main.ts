import { startService } from '@aurora/shared/app';
import { service } from './generated/service.ts';

await startService(service);
